// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import static dev.parley.trials.rig.Trial.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Verdict;
import dev.parley.trials.pusher.Answer;
import dev.parley.trials.pusher.Received;
import dev.parley.trials.pusher.Script;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.SharedHarness;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server that answers, but not always as it should.
@ExtendWith(SharedHarness.class)
@Timeout(180)
final class UnreliableTargetTest {
    private static final int PERCENT = 20;
    private static final int LEAST_ACCEPTED = 150;

    private final WorkerHarness harness;

    UnreliableTargetTest(WorkerHarness harness) {
        this.harness = harness;
    }

    @Test
    @Tag("short")
    void a_fifth_of_the_requests_fails_with_500_and_nothing_is_lost_or_repeated()
            throws InterruptedException {
        var verdict = sometimes("500 at 20 %", new Answer.Refuse(500));

        verdict.requireClean();
        assertThat(verdict.duplicates()).isZero();
    }

    @Test
    @Tag("short")
    void answers_are_lost_and_events_come_again_with_the_same_id() throws InterruptedException {
        var verdict = sometimes("answer lost", new Answer.LoseAnswer());

        verdict.requireClean();
        assertThat(verdict.duplicates()).isPositive();
    }

    @Test
    @Tag("long")
    void half_a_batch_is_taken_before_a_500_and_nothing_is_lost_or_reordered()
            throws InterruptedException {
        var verdict = sometimes("half a batch, then 500", new Answer.TakeSome(5, 500));

        verdict.requireClean();
        assertThat(verdict.duplicates()).isPositive();
    }

    @Test
    @Tag("short")
    void one_event_of_ten_is_refused_and_goes_as_a_reference_while_the_others_go_whole()
            throws InterruptedException {
        var references = poisoned("400 for one of a batch of 10", 400);

        assertThat(references).hasSize(1);
    }

    @Test
    @Tag("long")
    void an_event_that_is_too_large_for_the_server_goes_as_a_reference()
            throws InterruptedException {
        var references = poisoned("413 for one of a batch of 10", 413);

        assertThat(references).hasSize(1);
    }

    /// Gives some requests an answer for five seconds.
    private Verdict sometimes(String what, Answer answer) throws InterruptedException {
        try (var trial = harness.begin(what)) {
            var pusher = harness.pusher();
            trial.timeline()
                    .at(
                            Duration.ZERO,
                            "every fifth request on average: " + answer,
                            () -> {
                                pusher.follow(Script.sometimes(PERCENT, trial.seed(), answer));
                                return "script changed";
                            })
                    .at(
                            Duration.ofSeconds(5),
                            "takes everything again",
                            proven("so", () -> pusher.answers(answer.getClass()), pusher::recover));
            trial.write(20, 100);
            trial.run().awaitWritten(LEAST_ACCEPTED);
            return trial.judge(LEAST_ACCEPTED);
        }
    }

    /// Has one message in ten of a room refused; returns the references that were taken.
    private List<Received> poisoned(String what, int status) throws InterruptedException {
        try (var trial = harness.begin(what)) {
            var pusher = harness.pusher();
            var poison = "poison " + trial.seed();
            var rooms = trial.write(20, 50);
            trial.timeline()
                    .at(
                            Duration.ofSeconds(1),
                            "the fifth of ten messages is poison",
                            () -> {
                                pusher.follow(
                                        Script.refusing(
                                                event -> event.data().contains(poison), status));
                                trial.say(rooms.ids().getFirst(), ten(poison));
                                return "written";
                            })
                    .at(
                            Duration.ofSeconds(4),
                            "everything is welcome again",
                            proven(
                                    "refused",
                                    () -> pusher.answers(Answer.Refuse.class),
                                    pusher::recover));

            trial.run().judge(100).requireClean();

            assertThat(trial.taken()).noneMatch(event -> event.data().contains(poison));
            return PublishedEvents.references(trial.taken());
        }
    }

    private static List<String> ten(String poison) {
        return IntStream.range(0, 10).mapToObj(i -> i == 4 ? poison : "harmless " + i).toList();
    }
}
