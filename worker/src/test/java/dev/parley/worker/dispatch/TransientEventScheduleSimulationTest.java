// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rooms in which people write and read at random, and transient events that are taken the moment they are due.
final class TransientEventScheduleSimulationTest {
    private static final int RUNS = 100;
    private static final int STEPS = 600;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {1_000, 2_000})
    void every_tail_is_told_twice_and_every_move_in_its_newest_form(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed);

            world.live(STEPS);
            world.pass(Duration.ofMinutes(1));

            world.assertAllWasTold();
        }
    }

    private static final class World {
        private static final List<Duration> QUIET =
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(10));

        private final long seed;
        private final Random random;
        private final TransientEventSchedule schedule = new TransientEventSchedule();
        private final List<String> rooms =
                IntStream.range(0, 4).mapToObj(i -> new UUID(0, i).toString()).toList();
        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        private final Map<String, Long> revs = new HashMap<>();
        private final Map<String, Instant> lastEvent = new HashMap<>();
        private final Map<String, List<Duration>> told = new HashMap<>();

        private final Set<Change.CursorMoved> moved = new HashSet<>();
        private final Map<String, Instant> lastCursors = new HashMap<>();

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void live(int steps) {
            for (var i = 0; i < steps; i++) {
                var room = rooms.get(random.nextInt(rooms.size()));
                switch (Integer.valueOf(random.nextInt(100))) {
                    case Integer n when n < 20 -> log(room);
                    case Integer n when n < 60 -> move(room);
                    case Integer n when n < 95 -> pass(Duration.ofMillis(random.nextInt(300)));
                    default -> pass(Duration.ofMillis(random.nextInt(12_000)));
                }
            }
        }

        /// Lets time go by, stopping whenever something is due.
        void pass(Duration time) {
            var end = now.plus(time);
            while (schedule.next().filter(at -> !at.isAfter(end)).isPresent()) {
                now = later(now, schedule.next().orElseThrow());
                schedule.due(now).forEach(this::take);
            }
            now = end;
        }

        void assertAllWasTold() {
            assertThat(schedule.next()).as("seed %d", seed).isEmpty();
            assertThat(moved).as("seed %d", seed).isEmpty();
            revs.keySet()
                    .forEach(room ->
                            assertThat(told.get(room)).as("seed %d", seed).isEqualTo(QUIET));
        }

        private void log(String room) {
            schedule.published(room, revs.merge(room, 1L, Long::sum), "room-" + room, now);
            lastEvent.put(room, now);
            told.put(room, new ArrayList<>());
        }

        private void move(String room) {
            var user = new UUID(1, random.nextInt(200)).toString();
            var seq = random.nextInt(1_000);
            var move = new Change.CursorMoved(room, user, seq, seq);
            schedule.moved(move, now);
            moved.removeIf(other -> other.room().equals(room) && other.user().equals(user));
            moved.add(move);
        }

        private void take(TransientEvent transientEvent) {
            switch (transientEvent) {
                case TransientEvent.Head(var room, var rev, _) -> {
                    assertThat(rev).as("seed %d", seed).isEqualTo(revs.get(room));
                    told.computeIfAbsent(room, _ -> new ArrayList<>())
                            .add(Duration.between(lastEvent.get(room), now));
                }
                case TransientEvent.Cursors(var room, var moves) -> {
                    var before = lastCursors.put(room, now);
                    if (before != null) {
                        assertThat(Duration.between(before, now))
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                    }
                    assertThat(moves).as("seed %d", seed).hasSizeBetween(1, 60);
                    moves.forEach(
                            move -> assertThat(moved.remove(move)).as("seed %d", seed).isTrue());
                }
            }
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }
    }
}
