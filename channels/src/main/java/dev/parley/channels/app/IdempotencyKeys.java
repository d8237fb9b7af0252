// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The ids of events published lately: those of the last five minutes, and 10,000 at most.
/// Thread-safe.
final class IdempotencyKeys {
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    private final InstantSource clock;

    /// When each id came, the oldest first.
    @GuardedBy("this")
    private final SequencedMap<String, Instant> seen = new LinkedHashMap<>();

    IdempotencyKeys(InstantSource clock) {
        this.clock = clock;
    }

    /// Returns whether an id comes for the first time, and remembers it.
    synchronized boolean isNew(String id) {
        var now = clock.instant();
        var ages = seen.values().iterator();
        while (ages.hasNext() && !now.isBefore(ages.next().plus(MEMORY))) {
            ages.remove();
        }
        if (seen.putIfAbsent(id, now) != null) {
            return false;
        }
        if (seen.size() > MOST) {
            seen.pollFirstEntry();
        }
        return true;
    }

    /// Forgets an id whose event could not be delivered, so that it may come again.
    synchronized void forget(String id) {
        seen.remove(id);
    }
}
