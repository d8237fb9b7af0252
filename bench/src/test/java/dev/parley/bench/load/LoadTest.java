// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.bench.peer.PusherDialect;
import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole generator against a server in this process.
class LoadTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final AppCredentials CREDENTIALS =
            new AppCredentials("key", new Secret("secret"));
    private static final InstantSource CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);

    private final ChannelServer server =
            ChannelServer.start(
                    ChannelsConfig.of("127.0.0.1", 0, List.of(App.of("app", CREDENTIALS)), CLOCK)
                            .withLoops(1));
    private final Generator generator = Generator.start(GeneratorTransport.strongest());
    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());

    @AfterEach
    void stop() {
        generator.close();
        server.close();
    }

    @Test
    void a_closed_loop_delivers_everything_once() throws InterruptedException {
        try (var load = open("app", new LoadShape(2, 5, 64))) {
            var loop = load.closedLoop(4);
            loop.start();
            var start = loop.progress();
            loop.run(SHORT);
            var end = loop.progress();
            loop.stop();

            assertThat(end.completed()).isGreaterThan(start.completed());
            assertThat(end.deliveriesPerSecond(start)).isPositive();
            assertThat(load.faults()).isEqualTo(Faults.NONE);
        }
    }

    @Test
    void two_loops_may_follow_each_other() throws InterruptedException {
        try (var load = open("app", new LoadShape(1, 10, 300))) {
            for (int inFlight : new int[] {1, 8}) {
                var loop = load.closedLoop(inFlight);
                loop.start();
                loop.run(SHORT);
                loop.stop();
            }

            assertThat(load.faults()).isEqualTo(Faults.NONE);
        }
    }

    @Test
    void an_open_loop_measures_every_delivery() throws InterruptedException {
        try (var load = open("app", new LoadShape(1, 10, 64))) {
            var loop = load.openLoop(100, 2);
            loop.start();
            loop.beginRecording();
            loop.run(SHORT);
            loop.stop();

            assertThat(loop.latencies().getTotalCount()).isGreaterThanOrEqualTo(100);
            assertThat(loop.latencies().getTotalCount() % 10).isZero();
            assertThat(load.faults()).isEqualTo(Faults.NONE);
        }
    }

    @Test
    void slow_readers_that_read_all_again_are_still_there() throws InterruptedException {
        try (var load = open("app", new LoadShape(1, 2, 64))) {
            var slow = load.slowReaders(2);
            var loop = load.closedLoop(1);
            slow.slowDown();
            loop.start();
            loop.run(SHORT);
            loop.stop();

            assertThat(slow.resume(SHORT)).isEmpty();
            slow.close();
            assertThat(load.faults()).isEqualTo(Faults.NONE);
        }
    }

    @Test
    void a_refused_publish_fails_the_measurement() throws InterruptedException {
        try (var load = open("another", new LoadShape(1, 1, 64))) {
            var loop = load.closedLoop(1);
            loop.start();

            assertThatThrownBy(() -> loop.run(SHORT))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("404");
        }
    }

    @Test
    void a_server_that_ends_fails_the_measurement() throws InterruptedException {
        try (var load = open("app", new LoadShape(1, 2, 64))) {
            var loop = load.closedLoop(1);
            loop.start();
            loop.run(SHORT);
            server.close();

            assertThatThrownBy(() -> loop.run(SHORT))
                    .isInstanceOf(LoadException.class)
                    .hasMessageFindingMatch("the server closed|cannot connect");
        }
    }

    private Load open(String appId, LoadShape shape) throws InterruptedException {
        return Load.open(generator, address, new PusherDialect(appId, CREDENTIALS, CLOCK), shape);
    }
}
