// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that are answered off the event loop, and what happens to the connection meanwhile.
class LongRequestTest {
    private static final String PATH = "/apps/test-app/channels";
    private static final int CHANNELS = 50_000;

    private final RunningServer server = new RunningServer();

    @BeforeEach
    void fill() {
        var events =
                IntStream.range(0, CHANNELS)
                        .mapToObj(i -> PublishEvent.to("cache-" + i, "e", ""))
                        .toList();
        server.server().publish(RunningServer.APP_ID, events);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_client_that_has_said_all_gets_the_answer_it_waits_for() throws IOException {
        try (var raw = new RawSocket(server.port())) {
            raw.write(get());
            raw.endOutput();

            assertThat(raw.readToEnd()).contains("200 OK");
        }
    }

    @Test
    void requests_behind_a_long_one_are_answered_in_order_although_the_client_has_said_all()
            throws IOException {
        try (var raw = new RawSocket(server.port())) {
            raw.write(get() + get() + "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
            raw.endOutput();

            assertThat(raw.readToEnd().split("HTTP/1.1 ", -1))
                    .extracting(answer -> answer.split(" ", 2)[0])
                    .containsExactly("", "200", "200", "404");
        }
    }

    @Test
    void a_server_that_stops_answers_a_request_that_takes_long() throws IOException {
        try (var raw = new RawSocket(server.port())) {
            raw.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n" + get());
            raw.readUntil("\"ok\"}");

            var closing = CompletableFuture.runAsync(server.server()::close);

            assertThat(raw.readToEnd()).contains("200 OK");
            closing.join();
        }
    }

    private static String get() {
        var time = Clock.systemUTC().instant().getEpochSecond();
        var query =
                RunningServer.KEY
                        .signRequest("GET", PATH, Map.of(), new byte[0], time)
                        .entrySet()
                        .stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&"));
        return "GET " + PATH + "?" + query + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }
}
