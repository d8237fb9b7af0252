// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.rig.Trial;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two workers, of which one reads the log.
final class ReplacementTest {
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);
    private static final int ROOMS = 20;
    private static final int PER_SECOND = 300;

    private final Cluster cluster = Cluster.running();
    private final FakePusher recorder = new FakePusher();

    @AfterEach
    void stop_the_database() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal", "poll"})
    @Tag("short")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_second_worker_waits_and_takes_over_within_15_s(String capture)
            throws InterruptedException {
        try (var trial = trial("second-worker-" + capture)) {
            var first = node(trial, "first", capture).awaitReady();
            var second = node(trial, "second", capture).awaitWaiting();
            trial.writeBy(4, PER_SECOND).awaitMore(PER_SECOND);

            trial.timeline()
                    .at(
                            Duration.ZERO,
                            "kill -9 of the first",
                            () -> trial.takeOver("the kill", TAKE_OVER, first::kill9, second))
                    .run();

            trial.judge(PER_SECOND).requireClean();
            assertThat(second.isReady()).isTrue();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_worker_frozen_for_20_s_is_replaced_within_15_s_and_repeats_at_most_when_it_goes_on()
            throws InterruptedException {
        try (var trial = trial("frozen-worker")) {
            var first = trial.node("first").awaitReady();
            var second = trial.node("second").awaitWaiting();
            var fleet = trial.writeBy(4, PER_SECOND);
            fleet.awaitMore(PER_SECOND);

            trial.timeline()
                    .at(
                            Duration.ofSeconds(1),
                            "SIGSTOP of the first",
                            () -> trial.takeOver("SIGSTOP", TAKE_OVER, first::freeze, second))
                    .at(Duration.ofSeconds(21), "SIGCONT of the first", first::thaw)
                    .run();
            fleet.awaitMore(5 * PER_SECOND);

            trial.judge(20 * PER_SECOND).requireClean();
            trial.requireRecovered();
            assertThat(second.isReady()).isTrue();
            assertThat(first.isAlive()).isTrue();
        }
    }

    private Trial trial(String name) {
        return Trial.of(name, cluster.url(), recorder, ROOMS, 1);
    }

    private Node node(Trial trial, String suffix, String capture) {
        return trial.node(suffix, recorder.port(), plan -> plan.with("CAPTURE", capture));
    }
}
