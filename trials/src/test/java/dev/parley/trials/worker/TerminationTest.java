// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.rig.Trial;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Expected: a worker that is asked to end delivers what is under way and writes down how far it came, so
/// that the next one repeats nothing.
final class TerminationTest {
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final int PER_SECOND = 500;
    private static final int TIMES = 3;
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @Test
    @Tag("short")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_worker_ended_by_sigterm_under_load_leaves_no_duplicates() throws InterruptedException {
        try (var cluster = Cluster.running();
                var trial = Trial.of("sigterm", cluster.url(), new FakePusher(), 20, 1)) {
            var node = trial.node("a").awaitReady();
            var fleet = trial.writeBy(8, PER_SECOND);
            for (var i = 1; i <= TIMES; i++) {
                fleet.awaitMore(PER_SECOND);
                assertThat(node.term()).as("exit code").isIn(0, ENDED_BY_SIGTERM);
                trial.timeline().note("SIGTERM, number " + i);
                trial.recover("the start", RESTART, node::start);
            }

            var verdict = trial.judge(TIMES * PER_SECOND);

            verdict.requireClean();
            assertThat(verdict.duplicates()).isZero();
        }
    }
}
