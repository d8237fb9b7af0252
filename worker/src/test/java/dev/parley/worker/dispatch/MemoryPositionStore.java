// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A position store whose rooms have as many events as they are told to.
final class MemoryPositionStore implements PositionStore {
    private final Map<String, Long> heads = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Long>> positions = new ConcurrentHashMap<>();

    /// Lets a room's log reach to `rev`.
    void reaches(String room, long rev) {
        heads.put(room, rev);
    }

    @Override
    public String epoch() {
        return "1-1";
    }

    @Override
    public void register(String target, String epoch) {
        positions.computeIfAbsent(target, _ -> new ConcurrentHashMap<>());
    }

    @Override
    public List<Change.Behind> behind(String target) {
        var behind = new ArrayList<Change.Behind>();
        heads.forEach((room, head) -> {
            if (head > published(target, room)) {
                behind.add(new Change.Behind(room, head));
            }
        });
        return behind;
    }

    @Override
    public List<LogPage> pages(String target, String epoch, List<ReadPosition> positions) {
        return positions.stream().map(position -> page(target, position)).toList();
    }

    private LogPage page(String target, ReadPosition position) {
        var room = position.room();
        var from = position.after().orElse(published(target, room));
        var last = Math.min(heads.getOrDefault(room, 0L), from + 100);
        return new LogPage(
                from, Events.events(room, from + 1, last), last, Math.max(from, last), false);
    }

    @Override
    public void save(String target, String epoch, Map<String, Long> published) {
        published.forEach((room, rev) ->
                positions
                        .computeIfAbsent(target, _ -> new ConcurrentHashMap<>())
                        .merge(room, rev, Math::max));
    }

    @Override
    public void saveDeadLetters(String target, List<DeadLetter> rows) {}

    @Override
    public long deadLetterCount(String target) {
        return 0;
    }

    @Override
    public Optional<String> channel(String room) {
        return Optional.of("room-" + room);
    }

    private long published(String target, String room) {
        return positions.getOrDefault(target, Map.of()).getOrDefault(room, 0L);
    }
}
