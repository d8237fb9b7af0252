// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import static dev.parley.trials.rig.Trial.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Verdict;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.pusher.Answer;
import dev.parley.trials.pusher.Script;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.SharedHarness;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server that takes nothing for a while, in every way there is.
@ExtendWith(SharedHarness.class)
@Tag("long")
@Timeout(240)
final class TargetOutageTest {
    private static final Duration START = Duration.ofSeconds(2);
    private static final Duration BACK = Duration.ofSeconds(5);

    private final WorkerHarness harness;

    TargetOutageTest(WorkerHarness harness) {
        this.harness = harness;
    }

    @Test
    void connections_are_refused_for_20_s_and_all_goes_on_within_5_s() throws InterruptedException {
        try (var trial = harness.begin("target refuses connections for 20 s")) {
            var end =
                    outage(
                            trial,
                            Duration.ofSeconds(20),
                            () -> {
                                harness.pusher().refuse();
                                return "port closed";
                            },
                            () -> {
                                harness.pusher().recover();
                                return "port open";
                            });

            assertThat(trial.recovery("the port opened", end)).isLessThan(BACK);
            var verdict = trial.judge(1_000);
            verdict.requireClean();
        }
    }

    @Test
    void no_request_is_answered_for_20_s_and_all_goes_on_within_5_s() throws InterruptedException {
        try (var trial = harness.begin("target never answers for 20 s")) {
            var end = answering(trial, Duration.ofSeconds(20), new Answer.Silence());

            assertThat(trial.recovery("it answered again", end)).isLessThan(BACK);
            clean(trial, 1_000);
        }
    }

    @Test
    void a_server_that_asks_for_patience_is_not_pressed() throws InterruptedException {
        try (var trial = harness.begin("429 with Retry-After: 3 for 12 s")) {
            var before = harness.pusher().answers(Answer.Refuse.class);
            var end =
                    answering(
                            trial,
                            Duration.ofSeconds(12),
                            new Answer.Refuse(429, Optional.of(Duration.ofSeconds(3))));
            var pressed = harness.pusher().answers(Answer.Refuse.class) - before;

            trial.timeline().note(pressed + " requests in 12 s");
            assertThat(trial.recovery("it took requests again", end)).isLessThan(BACK);
            clean(trial, 500);
            assertThat(pressed).as("nine senders, each every three seconds").isLessThan(9 * 5);
        }
    }

    @Test
    void wrong_keys_for_10_s_park_nothing() throws InterruptedException {
        rejected(401);
    }

    @Test
    void a_forbidden_app_for_10_s_parks_nothing() throws InterruptedException {
        rejected(403);
    }

    @Test
    void two_seconds_for_each_answer_delay_and_lose_nothing() throws InterruptedException {
        try (var trial = harness.begin("every answer takes 2 s")) {
            var slow = new Answer.Slow(Duration.ofSeconds(2), new Answer.Take());
            trial.write(20, 20);
            answering(trial, Duration.ofSeconds(20), slow);

            trial.judge(300).requireClean();
            var latencies = PublishedEvents.latencies(trial.taken(), _ -> true);
            assertThat(latencies.percentile(99)).isLessThan(Duration.ofSeconds(8));
        }
    }

    /// Probed every 15 s only: the recovery takes up to that.
    private void rejected(int status) throws InterruptedException {
        try (var trial = harness.begin(status + " for 10 s")) {
            var end = answering(trial, Duration.ofSeconds(10), new Answer.Refuse(status));

            assertThat(trial.recovery("we were let in", end)).isLessThan(Duration.ofSeconds(16));
            clean(trial, 500);
            assertThat(PublishedEvents.references(trial.taken())).as("parked").isEmpty();
        }
    }

    private static Verdict clean(Trial trial, int leastAccepted) {
        var verdict = trial.judge(leastAccepted);
        verdict.requireClean();
        assertThat(verdict.duplicates()).isZero();
        return verdict;
    }

    /// Gives every request the same answer for a while; returns when that ended.
    private Instant answering(Trial trial, Duration time, Answer answer)
            throws InterruptedException {
        var pusher = harness.pusher();
        return outage(
                trial,
                time,
                () -> {
                    pusher.follow(Script.always(answer));
                    return "script changed";
                },
                proven("so", () -> pusher.answers(answer.getClass()), pusher::recover));
    }

    private static Instant outage(Trial trial, Duration time, Fault begin, Fault end)
            throws InterruptedException {
        if (!trial.isWriting()) {
            trial.write(20, 100);
        }
        trial.timeline().at(START, "outage", begin).at(START.plus(time), "outage over", end);
        trial.run();
        return Instant.now();
    }
}
