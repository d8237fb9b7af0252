// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.PublishEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sockets of the generator to which a server in this process publishes.
class ListenersTest {
    private final ChannelServer server =
            ChannelServer.start(
                    ChannelsConfig.of(
                                    "127.0.0.1",
                                    0,
                                    List.of(
                                            App.of(
                                                    "app",
                                                    new AppCredentials(
                                                            "key", new Secret("secret")))),
                                    Clock.systemUTC())
                            .withLoops(1));
    private final Generator generator = Generator.start(GeneratorTransport.byReadiness());
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        generator.close();
        server.close();
    }

    @Test
    void each_socket_tells_the_numbers_that_came_on_its_channel() throws InterruptedException {
        try (var _ = open("a", "b")) {
            publish("b", 7);
            publish("a", 8);

            assertThat(List.of(received.take(), received.take()))
                    .containsExactlyInAnyOrder("socket 1: 7", "socket 0: 8");
        }
    }

    @Test
    void a_server_that_goes_away_is_a_failure() throws InterruptedException {
        try (var _ = open("a")) {
            server.close();

            assertThat(received.take()).startsWith("failed: a subscriber was lost");
        }
    }

    @Test
    void a_server_that_refuses_is_told() {
        assertThatThrownBy(() -> openAs("unknown", "a")).isInstanceOf(LoadException.class);
    }

    private Listeners open(String... channels) throws InterruptedException {
        return openAs("key", channels);
    }

    private Listeners openAs(String key, String... channels) throws InterruptedException {
        var joins = Stream.of(channels).map(channel -> join(key, channel)).toList();
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
        return Listeners.open(generator, address, joins, new Recorder());
    }

    private static Join join(String key, String channel) {
        return new Join(
                "/app/" + key + "?protocol=7&client=bench&version=1",
                Optional.of(
                        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
                                + channel
                                + "\"}}"));
    }

    private void publish(String channel, int number) {
        var data = Marker.data(Marker.LENGTH).getBytes(StandardCharsets.US_ASCII);
        Marker.write(data, 0, number);
        var text = new String(data, StandardCharsets.US_ASCII);
        server.publish("app", List.of(PublishEvent.to(channel, "new-message", text)));
    }

    private final class Recorder implements Recipient {
        @Override
        public IntConsumer eventsOf(int socket) {
            return number -> received.add("socket " + socket + ": " + number);
        }

        @Override
        public void onRead() {}

        @Override
        public void fail(String why) {
            received.add("failed: " + why);
        }
    }
}
