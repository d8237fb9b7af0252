// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Checker;
import dev.parley.trials.checker.Demands;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.History;
import dev.parley.trials.checker.LogPosition;
import dev.parley.trials.checker.Screen;
import dev.parley.trials.checker.Table;
import dev.parley.trials.checker.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A room's log behind a line that drops, repeats and reorders, with reads that answer late; judged by the
/// checker that judges the real runs.
@Tag("short")
final class RoomLogSimulationTest {
    private static final int RUNS = 300;
    private static final int STEPS = 300;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {1_000, 2_000})
    void every_change_is_rendered_once_and_in_order_whatever_the_line_does(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed);

            world.live();
            world.comeToRest();

            assertThat(world.findings()).as("seed %d", seed).isEmpty();
        }
    }

    private static final class World {
        private static final UUID ROOM = new UUID(0, 1);

        private final Random random;
        private final RoomLog log = new RoomLog();
        private final List<Event> onTheWay = new ArrayList<>();
        private Optional<Answer> answer = Optional.empty();
        private final List<Entry> rows = new ArrayList<>();
        private int life = 1;

        World(long seed) {
            this.random = new Random(seed);
        }

        void live() {
            for (var i = 0; i < STEPS; i++) {
                switch (Integer.valueOf(random.nextInt(200))) {
                    case Integer n when n < 70 -> commit();
                    case Integer n when n < 140 -> arrive();
                    case Integer n when n < 160 -> ask();
                    case Integer n when n < 180 -> answer();
                    case Integer n when n < 195 -> log.takeHead(epoch(), rows.size());
                    default -> failOver();
                }
            }
        }

        /// The line works, and the head is told when it has been quiet for long.
        void comeToRest() {
            while (!onTheWay.isEmpty()) {
                arrive();
            }
            answer();
            log.takeHead(epoch(), rows.size());
            for (var asked = 0; log.isWanting() || log.isBehind(); asked++) {
                assertThat(asked).as("requests for the rest").isLessThan(STEPS);
                ask();
                answer();
            }
        }

        List<?> findings() {
            var written = new Written(Set.of(), Set.of(), Set.of());
            var table = new Table(epoch(), Map.of(ROOM, 0L), rows, Set.of());
            var screen = new Screen("client", ROOM, log.steps());
            var history = new History(written, table, Map.of(), List.of(screen));
            return Checker.judge(history, Demands.accepted(0)).findings();
        }

        private void commit() {
            var position = new LogPosition(epoch(), ROOM, rows.size() + 1L);
            var message = Optional.of(new UUID(random.nextLong(), random.nextLong()));
            rows.add(new Entry(position, message));
            for (var copies = random.nextInt(3); copies > 0; copies--) {
                onTheWay.add(
                        new Event(position, position.rev() - 1, random.nextInt(20) == 0, message));
            }
        }

        private void arrive() {
            if (!onTheWay.isEmpty()) {
                log.takeEvent(onTheWay.remove(random.nextInt(Math.min(3, onTheWay.size()))));
            }
        }

        /// One question at a time; the answer says what is so now, and comes later.
        private void ask() {
            if (answer.isEmpty()) {
                var standing = log.standing();
                answer =
                        Optional.of(
                                standing.stale()
                                        ? new Answer.Snapshot(epoch(), rows.size())
                                        : changes(standing.rev()));
            }
        }

        private Answer.Changes changes(long after) {
            if (after > rows.size()) {
                return new Answer.Changes(epoch(), List.of(), rows.size(), rows.size(), true);
            }
            var through = Math.min(rows.size(), after + 1 + random.nextInt(5));
            var items =
                    rows.subList((int) after, (int) through).stream()
                            .map(row -> new Answer.Item(row.position().rev(), row.message()))
                            .toList();
            return new Answer.Changes(epoch(), items, through, rows.size(), false);
        }

        private void answer() {
            var came = answer;
            answer = Optional.empty();
            came.ifPresent(now -> {
                switch (now) {
                    case Answer.Snapshot snapshot -> log.takeSnapshot(snapshot);
                    case Answer.Changes changes -> log.takeChanges(changes);
                }
            });
        }

        /// The last changes are lost, and the numbers go on from there in another life.
        private void failOver() {
            life++;
            var kept = rows.subList(0, Math.max(0, rows.size() - random.nextInt(4)));
            var again =
                    kept.stream()
                            .map(row ->
                                    new Entry(
                                            new LogPosition(epoch(), ROOM, row.position().rev()),
                                            row.message()))
                            .toList();
            rows.clear();
            rows.addAll(again);
        }

        private String epoch() {
            return life + "-77";
        }
    }
}
