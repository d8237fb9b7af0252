// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.failover;

import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.LogPosition;
import dev.parley.trials.checker.Table;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import dev.parley.trials.writer.Rooms;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What was published in an earlier epoch of the database.
final class Gone {
    private Gone() {}

    /// What a change is, whatever the epoch.
    private record Fact(UUID room, long rev, Optional<UUID> message) {
        static Fact of(Entry entry) {
            return new Fact(entry.position().room(), entry.position().rev(), entry.message());
        }
    }

    /// Returns how many changes were published and are not in the database any more.
    static long count(WorkerHarness harness, Trial trial, Rooms rooms) {
        var table = Table.read(harness.database(), rooms.bases());
        var there = table.rows().stream().map(Fact::of).collect(Collectors.toSet());
        var published = new HashSet<Fact>();
        for (var entry : entries(trial, rooms)) {
            if (entry.position().rev() > rooms.bases().getOrDefault(entry.position().room(), 0L)) {
                published.add(Fact.of(entry));
            }
        }
        published.removeAll(there);
        return published.size();
    }

    /// Returns the epochs in which something was published.
    static Set<String> epochs(Trial trial, Rooms rooms) {
        return entries(trial, rooms).stream()
                .map(Entry::position)
                .map(LogPosition::epoch)
                .collect(Collectors.toSet());
    }

    private static List<Entry> entries(Trial trial, Rooms rooms) {
        return PublishedEvents.entries(trial.taken()).stream()
                .filter(entry -> rooms.bases().containsKey(entry.position().room()))
                .toList();
    }
}
