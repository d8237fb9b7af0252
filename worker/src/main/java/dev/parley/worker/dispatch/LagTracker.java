// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/// Since when rooms have waited without progress, longest first. Owned by its [DeliveryQueue]; the caller says
/// what time it is.
final class LagTracker {
    private final LinkedHashMap<String, Instant> since = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;

    void at(Instant time) {
        now = time;
    }

    /// Notes that a room waits, if it did not before.
    void began(String room) {
        since.putIfAbsent(room, now);
    }

    /// Notes that a room has come forward, or has nothing to wait for.
    void ended(String room) {
        since.remove(room);
    }

    void clear() {
        since.clear();
    }

    /// Returns for how long the first has waited; zero when none waits.
    Duration longest() {
        var first = since.firstEntry();
        return first == null ? Duration.ZERO : Duration.between(first.getValue(), now);
    }
}
