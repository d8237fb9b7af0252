// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.api.PublishEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The bound of everything that waits in the server.
class MemoryTest {
    private static final String DATA = "x".repeat(10_000);

    @Test
    void the_slowest_are_closed_when_memory_is_short_and_the_others_are_served()
            throws IOException {
        var meters = new SimpleMeterRegistry();
        var slow = new ArrayList<RawSocket>();
        try (var server =
                new RunningServer(config ->
                        Change.limits(limits ->
                                        Change.withTotalBytes(
                                                Change.withOutbound(
                                                        Change.quickToClose(limits),
                                                        64 << 20,
                                                        Duration.ofSeconds(60)),
                                                4 << 20))
                                .apply(config)
                                .with(meters))) {
            for (int i = 0; i < 3; i++) {
                slow.add(subscriber(server, "slow-" + i));
            }
            var fast = server.connect();
            fast.join("news");

            for (int i = 0; i < 3_000; i++) {
                publish(server, "slow-" + i % 3);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            meters.counter("parley.channels.connections.closed", "reason", "slow")
                                            .count()
                                    > 0);

            publish(server, "news");
            fast.next("e");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            meters.get("parley.channels.outbound.pressure").gauge().value() == 0);
            server.connectEventually();
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
        assertThat(slow).hasSize(3);
    }

    private static RawSocket subscriber(RunningServer server, String channel) throws IOException {
        var socket = new RawSocket(server.port());
        socket.write(RawSocket.upgrade("/app/test-key"));
        socket.write(
                RawSocket.text(
                        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
                                + channel
                                + "\"}}"));
        socket.readUntil("subscription_succeeded");
        return socket;
    }

    private static void publish(RunningServer server, String channel) {
        server.server().publish(RunningServer.APP_ID, List.of(PublishEvent.to(channel, "e", DATA)));
    }
}
