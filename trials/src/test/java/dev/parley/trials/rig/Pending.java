package dev.parley.trials.rig;

import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.Table;
import dev.parley.trials.pusher.Received;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The changes of a table that have yet to be taken, in whatever epoch: what was published before a
/// failover does not go out again after it, unless its number has gone to another message.
final class Pending {
    private final Map<Position, Optional<UUID>> due = new HashMap<>();
    private int read;

    private record Position(UUID room, long rev) {
        static Position of(Entry entry) {
            return new Position(entry.place().room(), entry.place().rev());
        }
    }

    Pending(Table table) {
        table.rows().forEach(row -> due.put(Position.of(row), row.message()));
    }

    /// Looks at what was taken since the last look.
    ///
    /// @param taken everything, in order
    /// @return whether nothing is due any more
    boolean isDone(List<Received> taken) {
        for (var entry : Arrivals.entries(taken.subList(read, taken.size()))) {
            var position = Position.of(entry);
            var wanted = due.get(position);
            // an event that only asks clients to fetch tells of no message
            if (wanted != null && (entry.message().isEmpty() || entry.message().equals(wanted))) {
                due.remove(position);
            }
        }
        read = taken.size();
        return due.isEmpty();
    }
}
