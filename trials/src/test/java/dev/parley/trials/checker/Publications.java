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
    private final Map<Place, Entry> rows;
    private final Findings findings;

    /// A number of a room, whatever the epoch.
    private record Position(UUID room, long rev) {
        static Position of(Place place) {
            return new Position(place.room(), place.rev());
        }
    }

    /// The log of a room in one epoch.
    private record Log(String epoch, UUID room) {}

    Publications(Table table, Map<Place, Entry> rows, Findings findings) {
        this.table = table;
        this.rows = rows;
        this.findings = findings;
    }

    /// Rooms that the table does not tell of are another run's.
    void judge(String target, List<Entry> published) {
        var ours =
                published.stream()
                        .filter(entry -> table.bases().containsKey(entry.place().room()))
                        .toList();
        findings.count("published", ours.size());
        findings.count("duplicates", 0);
        judgeOrder(target, ours);
        judgePhantoms(target, ours);
        judgeLosses(target, ours);
    }

    private void judgeOrder(String target, List<Entry> published) {
        var seen = new HashSet<Place>();
        var highest = new HashMap<Log, Long>();
        for (var entry : published) {
            var place = entry.place();
            if (!seen.add(place)) {
                findings.count("duplicates", 1);
                continue;
            }
            var before = highest.merge(log(place), place.rev(), Math::max);
            if (before > place.rev()) {
                findings.add(Flaw.REORDERED, "%s: %s after %d".formatted(target, place, before));
            }
        }
    }

    private static Log log(Place place) {
        return new Log(place.epoch(), place.room());
    }

    private void judgePhantoms(String target, List<Entry> published) {
        for (var entry : published) {
            var row = rows.get(entry.place());
            if (table.covers(entry.place()) && (row == null || !row.agrees(entry))) {
                findings.add(Flaw.PHANTOM, target + ": " + entry);
            }
        }
    }

    private void judgeLosses(String target, List<Entry> published) {
        var byPosition = new HashMap<Position, List<Entry>>();
        for (var entry : published) {
            byPosition
                    .computeIfAbsent(Position.of(entry.place()), _ -> new ArrayList<>(1))
                    .add(entry);
        }
        for (var row : table.rows()) {
            var same = byPosition.getOrDefault(Position.of(row.place()), List.of());
            if (same.stream().noneMatch(row::agrees)) {
                findings.add(Flaw.LOST, target + ": " + row);
            }
        }
    }
}
