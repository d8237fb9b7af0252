// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private static final Duration WINDOW = Duration.ofMillis(1_500);

    private final RunningServer server =
            new RunningServer(Change.limits(limits -> Change.withWindow(limits, WINDOW)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void closing_tells_every_client_to_reconnect() {
        var first = server.connect();
        var second = server.connect();

        server.server().close();

        assertThat(first.next("pusher:error").get("data").get("code").asInt()).isEqualTo(4200);
        assertThat(first.closeCode()).isEqualTo(4200);
        assertThat(second.closeCode()).isEqualTo(4200);
    }

    @Test
    void clients_are_sent_away_over_the_whole_window() {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 15; i++) {
            clients.add(server.connect());
        }
        long begun = System.nanoTime();

        var closing = CompletableFuture.runAsync(server.server()::close);

        var times = new ArrayList<Long>();
        for (var client : clients) {
            assertThat(client.closeCode()).isEqualTo(4200);
            times.add((System.nanoTime() - begun) / 1_000_000);
        }
        closing.join();
        assertThat(times.getLast()).as("%s", times).isBetween(500L, 4_000L);
    }

    @Test
    void a_stopping_server_takes_nobody_and_says_so() throws IOException {
        assertThat(server.server().accepting()).isTrue();
        server.connect();
        server.connect();
        try (var waiting = new RawSocket(server.port())) {
            waiting.write("POST /apps/test-app/events HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
            Awaitility.await().until(() -> server.server().connections() == 3);
            var closing = CompletableFuture.runAsync(server.server()::close);
            Awaitility.await().until(() -> !server.server().accepting());

            waiting.write("cde");

            assertThat(waiting.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("connection: close");
            closing.join();
        }
    }

    @Test
    void an_interrupt_ends_the_waiting_but_not_the_closing() {
        var client = server.connect();

        Thread.currentThread().interrupt();
        server.server().close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.server().accepting()).isFalse();
        assertThat(client.socketId()).isNotEmpty();
    }

    @Test
    void closing_again_and_at_once_waits_for_the_same_end() {
        server.connect();

        var calls =
                List.of(
                        CompletableFuture.runAsync(server.server()::close),
                        CompletableFuture.runAsync(server.server()::close),
                        CompletableFuture.runAsync(server.server()::close));
        calls.forEach(CompletableFuture::join);
        server.server().close();

        assertThat(server.server().connections()).isZero();
    }
}
