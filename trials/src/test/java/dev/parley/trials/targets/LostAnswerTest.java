package dev.parley.trials.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.client.Crowd;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.relay.Relay;
import dev.parley.trials.scene.Scene;
import dev.parley.trials.wiretap.Deed;
import dev.parley.trials.wiretap.Fault.Hole;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.Way;
import dev.parley.worker.retry.Rest;
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
                var scene = Scene.of("lost-answers", cluster.url(), relay, 20, 4)) {
            var _ = scene.node("a", way.port(), UnaryOperator.identity()).awaitReady();
            scene.follow(
                    Crowd.connect(
                            relay.sockets(), relay.app(), cluster.url(), scene.rooms(), 20, 2));
            scene.write(4, 300);
            for (var i = 1; i <= TIMES; i++) {
                scene.timeline()
                        .at(Duration.ofSeconds(i), "answers lost, time " + i, () -> lose(way));
            }
            scene.timeline().run();

            var verdict = scene.verdict(2_000);

            verdict.requireClean();
            assertThat(verdict.duplicates()).as("repeats on the wire").isPositive();
            assertThat(verdict.rendered()).isPositive();
        }
    }

    private static String lose(FaultProxy way) throws InterruptedException {
        var before = way.count(Deed.HELD);
        way.suffer(Way.TO_CLIENT, new Hole());
        Rest.realTime().rest(LOSS);
        var held = way.count(Deed.HELD) - before;
        way.reset();
        way.heal();
        if (held == 0) {
            throw new IllegalStateException("no answer was on its way");
        }
        return held + " answers";
    }
}
