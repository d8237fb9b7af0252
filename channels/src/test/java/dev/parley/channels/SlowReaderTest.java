// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
    private static final String DATA = "x".repeat(10_000);

    private RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_socket_that_does_not_read_is_closed_while_others_are_served() throws IOException {
        server.close();
        server =
                new RunningServer(
                        Change.limits(limits ->
                                Change.withOutbound(limits, 1 << 20, Duration.ofSeconds(2))));
        try (var slow = subscriber("news")) {
            var fast = server.connect();
            fast.join("news");
            int connections = server.server().connections();

            for (int i = 0; i < 2_000; i++) {
                publish("news", 1);
                fast.next("e");
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> server.server().connections() < connections);
            publish("news", 1);
            fast.next("e");
            assertThat(slow.readUntil("\"e\"")).isNotEmpty();
        }
    }

    @Test
    void a_slow_reader_that_reads_at_last_learns_the_reason() throws IOException {
        try (var slow = subscriber("news")) {
            int connections = server.server().connections();
            // More than the socket buffers and the limit hold, and less than the patience for them.
            for (int i = 0; i < 100; i++) {
                publish("news", 10);
            }
            publish("news", 400);

            var read = slow.readToEnd();

            assertThat(read).contains("\"code\":4101").endsWith("The client reads too slowly");
            assertThat(connections).isPositive();
        }
    }

    @Test
    void a_socket_that_takes_no_bytes_is_closed_after_a_while() throws IOException {
        server.close();
        server =
                new RunningServer(
                        Change.limits(limits ->
                                Change.withOutbound(limits, 64 << 20, Duration.ofMillis(200))
                                        .withSweepInterval(Duration.ofMillis(20))));
        try (var slow = subscriber("news")) {
            publish("news", 2_000);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> server.server().connections() == 0);
            assertThat(slow.readUntil("\"e\"")).isNotEmpty();
        }
    }

    private RawSocket subscriber(String channel) throws IOException {
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

    private void publish(String channel, int times) {
        for (int i = 0; i < times; i++) {
            server.server()
                    .publish(RunningServer.APP_ID, List.of(PublishEvent.to(channel, "e", DATA)));
        }
    }
}
