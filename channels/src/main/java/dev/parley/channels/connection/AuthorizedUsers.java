// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// On whose behalf a connection was let into channels, and until when, as the application says. As good
/// as always there is one. Thread-safe; looking needs no lock.
final class AuthorizedUsers {
    @GuardedBy("this")
    private volatile Map<String, Instant> ends = Map.of();

    /// Notes a person, or that a person may stay for longer.
    synchronized void add(String userId, Instant end) {
        var changed = new HashMap<>(ends);
        changed.merge(userId, end, (a, b) -> a.isAfter(b) ? a : b);
        ends = Map.copyOf(changed);
    }

    @SuppressWarnings("GuardedBy") // a volatile reference to a map that never changes
    boolean include(String userId) {
        return ends.containsKey(userId);
    }

    /// Returns whether the time of one of them has come.
    @SuppressWarnings("GuardedBy") // a volatile reference to a map that never changes
    boolean isOver(Instant now) {
        return ends.values().stream().anyMatch(end -> !now.isBefore(end));
    }
}
