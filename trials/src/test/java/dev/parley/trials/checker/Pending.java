// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The changes of a table that have yet to be published, in whatever epoch: what was published before a
/// failover does not go out again after it, unless its number has gone to another message.
public final class Pending {
    private final Map<Position, Optional<UUID>> due = new HashMap<>();

    private record Position(UUID room, long rev) {
        static Position of(Entry entry) {
            return new Position(entry.position().room(), entry.position().rev());
        }
    }

    /// Begins with everything that the table holds.
    public Pending(Table table) {
        table.rows().forEach(row -> due.put(Position.of(row), row.message()));
    }

    /// Notes what was published.
    public void published(List<Entry> news) {
        for (var entry : news) {
            var position = Position.of(entry);
            var wanted = due.get(position);
            // an event that only asks clients to fetch tells of no message
            if (wanted != null && (entry.message().isEmpty() || entry.message().equals(wanted))) {
                due.remove(position);
            }
        }
    }

    /// Returns whether nothing is due any more.
    public boolean isDone() {
        return due.isEmpty();
    }
}
