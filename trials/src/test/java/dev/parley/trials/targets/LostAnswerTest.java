// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Relay;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.wiretap.Direction;
import dev.parley.trials.wiretap.Fault.Hole;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.ProxyEvent;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that takes requests while its answers get lost on the way, and people who look on. Expected:
/// events come again on the wire, and nothing twice on any screen.
final class LostAnswerTest {
    private static final int TIMES = 10;
    private static final Duration LOSS = Duration.ofMillis(100);

    @Test
    @Tag("long")
    @Timeout(180)
    void what_is_published_again_is_on_no_screen_twice() throws InterruptedException {
        var relay = new Relay();
        try (var cluster = Cluster.running();
                var way = FaultProxy.to("127.0.0.1", relay.port());
                var trial = Trial.of("lost-answers", cluster.url(), relay, 20, 4)) {
            var _ = trial.node("a", way.port(), UnaryOperator.identity()).awaitReady();
            trial.follow(relay.sockets(), 20, 2);
            trial.writeBy(4, 300);
            for (var i = 1; i <= TIMES; i++) {
                trial.timeline()
                        .at(Duration.ofSeconds(i), "answers lost, time " + i, () -> lose(way));
            }
            trial.timeline().run();

            var verdict = trial.judge(2_000);

            verdict.requireClean();
            assertThat(verdict.duplicates()).as("repeats on the wire").isPositive();
            assertThat(verdict.rendered()).isPositive();
        }
    }

    private static String lose(FaultProxy way) throws InterruptedException {
        var before = way.count(ProxyEvent.HELD);
        way.suffer(Direction.TO_CLIENT, new Hole());
        Sleeper.realTime().rest(LOSS);
        var held = way.count(ProxyEvent.HELD) - before;
        way.reset();
        way.heal();
        if (held == 0) {
            throw new IllegalStateException("no answer was on its way");
        }
        return held + " answers";
    }
}
