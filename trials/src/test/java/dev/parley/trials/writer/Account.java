// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.trials.checker.Written;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// What became of each message. Thread-safe.
final class Account {
    @GuardedBy("this")
    private final Set<UUID> accepted = new HashSet<>();

    @GuardedBy("this")
    private final Set<UUID> maybe = new HashSet<>();

    @GuardedBy("this")
    private final Set<UUID> refused = new HashSet<>();

    synchronized void accepted(UUID message) {
        accepted.add(message);
    }

    synchronized void maybe(UUID message) {
        maybe.add(message);
    }

    synchronized void refused(UUID message) {
        refused.add(message);
    }

    synchronized int acceptedCount() {
        return accepted.size();
    }

    synchronized Written written() {
        return new Written(accepted, maybe, refused);
    }
}
