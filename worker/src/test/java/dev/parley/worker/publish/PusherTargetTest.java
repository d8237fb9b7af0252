// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.RequestSignature;
import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PusherTargetTest {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AppCredentials APP =
            new AppCredentials("the-key", new Secret("the-secret"));
    private static final OutgoingEvent EVENT =
            new OutgoingEvent("private-room-1", "new-message", "{\"content\":\"“hé”\"}", "e.r.1");

    /// A request as the server saw it.
    private record Seen(Map<String, String> query, String body) {}

    private final LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private volatile Supplier<Response> answer = () -> Response.json(200, "{}");
    private final TestServer server = new TestServer(this::serve);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void events_are_posted_as_one_signed_batch() throws InterruptedException {
        var second = new OutgoingEvent("room-2", "user-left", "{}", "e.r.2");

        deliver(List.of(EVENT, second));

        var request = seen.take();
        assertThat(request.body())
                .isEqualTo(
                        "{\"batch\":[{\"name\":\"new-message\",\"channel\":\"private-room-1\","
                                + "\"data\":\"{\\\"content\\\":\\\"“hé”\\\"}\",\"idempotency_key\":\"e.r.1\"},"
                                + "{\"name\":\"user-left\",\"channel\":\"room-2\","
                                + "\"data\":\"{}\",\"idempotency_key\":\"e.r.2\"}]}");
        assertThat(request.query()).containsEntry("auth_key", "the-key");
        assertThat(request.query()).containsEntry("auth_timestamp", "" + NOW.getEpochSecond());
        assertThat(
                        RequestSignature.verifiesBody(
                                request.body().getBytes(StandardCharsets.UTF_8),
                                request.query().getOrDefault("body_md5", "")))
                .isTrue();
        assertThat(
                        RequestSignature.verifies(
                                APP,
                                RequestSignature.textToSign(
                                        "POST", "/apps/42/batch_events", request.query()),
                                request.query().getOrDefault("auth_signature", "")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, Refused",
        "422, Refused",
        "413, TooLarge",
        "401, Misconfigured",
        "403, Misconfigured",
        "404, Misconfigured",
        "405, Misconfigured",
        "301, Misconfigured",
        "307, Misconfigured",
        "408, Unavailable",
        "425, Unavailable",
        "429, Unavailable",
        "500, Unavailable",
        "502, Unavailable",
        "503, Unavailable",
        "504, Unavailable"
    })
    void every_answer_but_success_is_a_failure_of_a_kind(int status, String kind) {
        answer = () -> Response.text(status, "because");

        var failure = failure(target());

        assertThat(failure.failure().getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("" + status).hasMessageContaining("because");
    }

    @Test
    void the_time_a_server_asks_for_is_heard() {
        answer = () -> Response.empty(429).with("Retry-After", "7");

        assertThat(failure(target()).failure())
                .isEqualTo(new Failure.Unavailable(Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_unavailable() {
        var never = new CountDownLatch(1);
        answer =
                () -> {
                    await(never);
                    return Response.json(200, "{}");
                };
        try (var target =
                new PusherTarget(
                        "p",
                        app(server.port()),
                        InstantSource.fixed(NOW),
                        Duration.ofMillis(200))) {
            assertThat(failure(target).failure()).isInstanceOf(Failure.Unavailable.class);
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_server_that_begins_an_answer_and_does_not_end_it_is_unavailable() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var target =
                        new PusherTarget(
                                "p",
                                app(listener.getLocalPort()),
                                InstantSource.fixed(NOW),
                                Duration.ofMillis(500))) {
            var server = Thread.ofVirtual().start(() -> answerHalf(listener));

            assertThat(failure(target).failure()).isInstanceOf(Failure.Unavailable.class);

            server.interrupt();
        }
    }

    private static void answerHalf(ServerSocket listener) {
        try (var socket = listener.accept()) {
            var half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the client closes, which is the end of the test
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        var port = server.port();
        server.close();
        try (var target = new PusherTarget("p", app(port), InstantSource.fixed(NOW))) {
            assertThat(failure(target).failure()).isInstanceOf(Failure.Unavailable.class);
        }
    }

    @Test
    void a_cluster_is_a_host_of_the_hosted_service() {
        var app = PusherApp.hosted("42", APP, "eu");

        assertThat(app.uri(app.path(), "a=b"))
                .hasToString("https://api-eu.pusher.com:443/apps/42/batch_events?a=b");
    }

    @Test
    void a_wrong_address_names_what_is_wrong() {
        assertThatThrownBy(() -> new PusherApp("42", APP, "localhost", 70_000, false))
                .hasMessage("the Pusher port is 70000, must be 1 to 65535");
        assertThatThrownBy(() -> new PusherApp("", APP, "localhost", 80, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void deliver(List<OutgoingEvent> events) throws InterruptedException {
        try (var target = target()) {
            target.deliver(events);
        }
    }

    private static PublishException failure(PusherTarget target) {
        try (target) {
            return catchThrowableOfType(
                    PublishException.class, () -> target.deliver(List.of(EVENT)));
        }
    }

    private PusherTarget target() {
        return new PusherTarget("p", app(server.port()), InstantSource.fixed(NOW));
    }

    private static PusherApp app(int port) {
        return new PusherApp("42", APP, "127.0.0.1", port, false);
    }

    private Response serve(Request request) throws IOException, InterruptedException {
        var body = new String(request.body(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        seen.add(new Seen(request.parameters(), body));
        return answer.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
