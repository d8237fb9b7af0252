// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Verdict;
import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.scene.FakeRecorder;
import dev.parley.trials.scene.ScenarioHarness;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Expected: 0 lost, 0 phantom, 0 reordered, however often a worker is killed.
final class KillTest {
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final int ROOMS = 20;

    @Test
    @Tag("short")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void three_kills_lose_and_reorder_nothing() throws InterruptedException {
        killed(3, 400, _ -> {}).requireClean();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twenty_kills_lose_and_reorder_nothing() throws InterruptedException {
        var verdict = killed(20, 800, ScenarioHarness::requireRecovered);

        verdict.requireClean();
        assertThat(verdict.duplicates()).isPositive();
    }

    private static Verdict killed(int times, int perSecond, Consumer<ScenarioHarness> demand)
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness =
                        ScenarioHarness.of(
                                "kill-" + times,
                                cluster.url(),
                                new FakeRecorder(new FakePusher()),
                                ROOMS,
                                1)) {
            var node = harness.node("a").awaitReady();
            harness.write(8, perSecond);
            plan(harness, node, times);
            harness.timeline().run();
            var verdict = harness.verdict((long) times * perSecond);
            demand.accept(harness);
            return verdict;
        }
    }

    private static void plan(ScenarioHarness harness, Node node, int times) {
        var random = new Random(harness.timeline().seed());
        var at = Duration.ZERO;
        for (var i = 1; i <= times; i++) {
            at = at.plusMillis(2_000 + random.nextInt(1_000));
            harness.timeline()
                    .at(
                            at,
                            "kill -9, number " + i,
                            () -> {
                                var proof = node.kill9();
                                harness.recover("the start", RESTART, node::start);
                                return proof;
                            });
        }
    }
}
