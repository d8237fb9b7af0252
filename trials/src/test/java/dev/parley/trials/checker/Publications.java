// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Judges what one target took.
///
/// The table shows one epoch only, so what was published in another one is never a phantom. And a row
/// counts as published under whatever epoch it went out: what was published before a failover does not
/// go out again after it.
final class Publications {
    private final Table table;
    private final Map<LogPosition, Entry> rows;
    private final Findings findings;

    /// A number of a room, whatever the epoch.
    private record Position(UUID room, long rev) {
        static Position of(LogPosition position) {
            return new Position(position.room(), position.rev());
        }
    }

    /// The log of a room in one epoch.
    private record Log(String epoch, UUID room) {}

    Publications(Table table, Map<LogPosition, Entry> rows, Findings findings) {
        this.table = table;
        this.rows = rows;
        this.findings = findings;
    }

    /// Rooms that the table does not tell of are another run's.
    void judge(String target, List<Entry> published) {
        var ours =
                published.stream()
                        .filter(entry -> table.bases().containsKey(entry.position().room()))
                        .toList();
        findings.count("published", ours.size());
        findings.count("duplicates", 0);
        judgeOrder(target, ours);
        judgePhantoms(target, ours);
        judgeLosses(target, ours);
    }

    private void judgeOrder(String target, List<Entry> published) {
        var seen = new HashSet<LogPosition>();
        var highest = new HashMap<Log, Long>();
        for (var entry : published) {
            var position = entry.position();
            if (!seen.add(position)) {
                findings.count("duplicates", 1);
                continue;
            }
            var before = highest.merge(log(position), position.rev(), Math::max);
            if (before > position.rev()) {
                findings.add(Flaw.REORDERED, "%s: %s after %d".formatted(target, position, before));
            }
        }
    }

    private static Log log(LogPosition position) {
        return new Log(position.epoch(), position.room());
    }

    private void judgePhantoms(String target, List<Entry> published) {
        for (var entry : published) {
            var row = rows.get(entry.position());
            if (table.covers(entry.position()) && (row == null || !row.agrees(entry))) {
                findings.add(Flaw.PHANTOM, target + ": " + entry);
            }
        }
    }

    private void judgeLosses(String target, List<Entry> published) {
        var byPosition = new HashMap<Position, List<Entry>>();
        for (var entry : published) {
            byPosition
                    .computeIfAbsent(Position.of(entry.position()), _ -> new ArrayList<>(1))
                    .add(entry);
        }
        for (var row : table.rows()) {
            var same = byPosition.getOrDefault(Position.of(row.position()), List.of());
            if (same.stream().noneMatch(row::agrees)) {
                findings.add(Flaw.LOST, target + ": " + row);
            }
        }
    }
}
