// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Verdict;
import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Relay;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.ProxyEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Expected: 0 lost, 0 phantom, 0 reordered, however often a worker is killed; and every message once and
/// in order on the screens of people whose connections are cut while what waited is published.
final class KillTest {
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final int ROOMS = 20;
    private static final int CLIENTS = 5;

    @Test
    @Tag("short")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void three_kills_lose_and_reorder_nothing() throws InterruptedException {
        killed(3, 400, _ -> {}).requireClean();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twenty_kills_lose_and_reorder_nothing() throws InterruptedException {
        var verdict = killed(20, 800, Trial::requireRecovered);

        verdict.requireClean();
        assertThat(verdict.duplicates()).isPositive();
    }

    private static Verdict killed(int times, int perSecond, Consumer<Trial> demand)
            throws InterruptedException {
        var relay = new Relay();
        try (var cluster = Cluster.running();
                var sockets = FaultProxy.to("127.0.0.1", relay.sockets().getPort());
                var trial = Trial.of("kill-" + times, cluster.url(), relay, ROOMS, CLIENTS)) {
            var node = trial.node("a").awaitReady();
            trial.follow(URI.create("ws://127.0.0.1:" + sockets.port()), CLIENTS, ROOMS / CLIENTS);
            trial.writeBy(8, perSecond);
            plan(trial, node, sockets, times);
            trial.timeline().run();
            var verdict = trial.judge((long) times * perSecond);
            assertThat(sockets.count(ProxyEvent.CONNECTIONS))
                    .as("connections")
                    .isGreaterThan(CLIENTS);
            assertThat(verdict.rendered()).isPositive();
            demand.accept(trial);
            return verdict;
        }
    }

    private static void plan(Trial trial, Node node, FaultProxy sockets, int times) {
        var random = new Random(trial.timeline().seed());
        var at = Duration.ZERO;
        for (var i = 1; i <= times; i++) {
            at = at.plusMillis(2_000 + random.nextInt(1_000));
            trial.timeline()
                    .at(
                            at,
                            "kill -9, number " + i,
                            () -> {
                                var proof = node.kill9();
                                trial.recover("the start", RESTART, node::start);
                                sockets.reset();
                                return proof;
                            });
        }
    }
}
