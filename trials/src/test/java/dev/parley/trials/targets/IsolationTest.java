// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.pusher.Answer;
import dev.parley.trials.pusher.Received;
import dev.parley.trials.pusher.Script;
import dev.parley.trials.rig.Latencies;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.SharedHarness;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import dev.parley.trials.writer.Rooms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// One room makes trouble. Expected: it delays itself alone; ninety-nine of a hundred messages of the
/// others take at most twice as long as before.
@ExtendWith(SharedHarness.class)
@Tag("long")
@Timeout(180)
final class IsolationTest {
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final Duration TROUBLE = Duration.ofSeconds(15);
    private static final int ROOMS = 20;
    private static final int PER_SECOND = 200;
    private static final int BURST = 100;
    private static final int BURSTS = 15;
    private static final String TROUBLES = "trouble";

    private final WorkerHarness harness;

    IsolationTest(WorkerHarness harness) {
        this.harness = harness;
    }

    @Test
    void a_room_full_of_poison_delays_itself_alone() throws InterruptedException {
        try (var trial = harness.begin("one message in ten of a room is refused")) {
            harness.pusher().follow(Script.refusing(event -> event.data().contains("poison"), 400));
            isolated(trial, "poison");

            assertThat(harness.pusher().answers(Answer.Refuse.class)).isPositive();
        } finally {
            harness.pusher().recover();
        }
    }

    @Test
    void a_room_that_is_written_to_in_bursts_delays_itself_alone() throws InterruptedException {
        try (var trial = harness.begin("a hundred messages in one transaction, every second")) {
            isolated(trial, "harmless");
        }
    }

    /// @param tenth what is in one message of ten
    private void isolated(Trial trial, String tenth) throws InterruptedException {
        var rooms = trial.write(ROOMS, PER_SECOND);
        var troubled = rooms.ids().getFirst();
        var begin = WARM.plus(CALM);
        for (var i = 0; i < BURSTS; i++) {
            trial.timeline()
                    .at(
                            begin.plusSeconds(i),
                            "burst " + i,
                            () -> {
                                trial.say(troubled, burst(tenth));
                                return BURST + " messages";
                            });
        }
        var start = Instant.now();
        trial.timeline().at(begin.plus(TROUBLE), "the end", () -> "of the bursts");
        trial.run();
        trial.judge(1_000).requireClean();

        var others = others(rooms);
        var calm = between(trial, others, start.plus(WARM), start.plus(begin));
        var trouble = between(trial, others, start.plus(begin), start.plus(begin.plus(TROUBLE)));
        trial.timeline().note("the others before: " + calm);
        trial.timeline().note("the others beside it: " + trouble);
        assertThat(trouble.isWithinTwice(calm)).as("%s, before %s", trouble, calm).isTrue();
    }

    private static List<String> burst(String tenth) {
        var contents = new ArrayList<>(Collections.nCopies(BURST, TROUBLES));
        for (var i = 0; i < BURST; i += 10) {
            contents.set(i, TROUBLES + " " + tenth);
        }
        return contents;
    }

    private static Predicate<Received> others(Rooms rooms) {
        var channel = Rooms.channel(rooms.ids().getFirst());
        return event -> !event.channel().equals(channel);
    }

    private static Latencies between(
            Trial trial, Predicate<Received> counted, Instant from, Instant until) {
        return PublishedEvents.latencies(
                trial.taken(),
                event ->
                        counted.test(event)
                                && event.at().isAfter(from)
                                && event.at().isBefore(until));
    }
}
