// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String EVENTS = "/apps/test-app/events";
    private static final String EVENT = "{\"name\":\"e\",\"channel\":\"news\",\"data\":\"\"}";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_batch_is_checked_whole_before_anything_is_delivered() {
        var client = server.connect();
        client.join("news");
        var good = "{\"name\":\"good\",\"channel\":\"news\",\"data\":\"1\"}";
        var bad = "{\"name\":\"pusher:bad\",\"channel\":\"news\",\"data\":\"2\"}";

        var refused = batch(good + "," + bad);
        var accepted = batch(good + "," + good.replace("}", ",\"info\":\"subscription_count\"}"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo(
                        "Event batch[1] is refused; name must not begin with pusher: or pusher_internal:");
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.body()).isEqualTo("{\"batch\":[{},{}]}");
        client.next("good");
        client.next("good");
        client.expectNothing();
    }

    @Test
    void a_refused_event_of_many_channels_says_which_is_wrong() {
        var refused =
                server.post(
                        EVENTS, "{\"name\":\"e\",\"data\":\"\",\"channels\":[\"a\",\"no way\"]}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("Channel channels[1] is refused; Invalid channel name");
    }

    @Test
    void a_publisher_is_told_the_counts_it_asks_for() {
        server.connect().joinAs("presence-a", "1");
        server.connect().join("b");

        var answer =
                server.post(
                        EVENTS,
                        "{\"name\":\"e\",\"data\":\"\",\"channels\":[\"presence-a\",\"b\",\"private-x\"],"
                                + "\"info\":\"user_count,subscription_count\"}");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"channels\":{\"presence-a\":{\"user_count\":1},"
                                + "\"b\":{},\"private-x\":{}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/channels | | 200 | {\"channels\":{\"news\":{},\"presence-a\":{}}}",
                "/channels | filter_by_prefix=presence- | 200 | {\"channels\":{\"presence-a\":{}}}",
                "/channels | filter_by_prefix=x | 200 | {\"channels\":{}}",
                "/channels | info=user_count | 400 |",
                "/channels | info=secrets | 400 |",
                "/channels/news | | 200 | {\"occupied\":true}",
                "/channels/other | | 200 | {\"occupied\":false}",
                "/channels/news | info=subscription_count | 400 | subscription_count is not switched on for this app",
                "/channels/news | info=user_count | 400 |",
                "/channels/news | info=cache | 400 |",
                "/channels/presence-a | info=user_count | 200 | {\"occupied\":true,\"user_count\":1}",
                "/channels/presence-a | info=subscription_count | 400 |",
                "/channels/presence-a/users | | 200 | {\"users\":[{\"id\":\"1\"}]}",
                "/channels/presence-b/users | | 200 | {\"users\":[]}",
                "/channels/presence-a/users | info=user_count | 400 |",
                "/channels/news/users | | 400 |",
                "/channels/presence-a/users | x=1 | 400 | The following query string parameters are extraneous: x",
                "/channels/presence-a/stats | | 200 | {\"occupied\":true,\"user_count\":1}",
                "/channels/news/stats | | 200 | {\"occupied\":true}",
                "/channels/other/stats | | 200 | {\"occupied\":false}",
                "/channels/news/members | | 404 |",
                "/nothing | | 404 |",
            })
    void questions_are_answered(String path, String query, int status, String body) {
        server.connect().joinAs("presence-a", "1");
        server.connect().join("news");
        var parameters = new HashMap<String, String>();
        if (query != null) {
            int equals = query.indexOf('=');
            parameters.put(query.substring(0, equals), query.substring(equals + 1));
        }

        var answer = server.get("/apps/test-app" + path, parameters);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (body != null) {
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void an_unknown_app_is_404_and_an_unknown_key_400() {
        assertThat(server.post("/apps/nobody/events", EVENT).statusCode()).isEqualTo(404);
        var answer = signed(new AppCredentials("other", new Secret("test-secret")), 0, EVENT);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("Unknown auth_key");
    }

    @Test
    void a_wrong_secret_or_clock_is_401() {
        var wrong = new AppCredentials("test-key", new Secret("guess"));

        assertThat(signed(wrong, 0, EVENT).statusCode()).isEqualTo(401);
        assertThat(signed(RunningServer.KEY, -610, EVENT).statusCode()).isEqualTo(401);
        assertThat(signed(RunningServer.KEY, 610, EVENT).statusCode()).isEqualTo(401);
        assertThat(signed(RunningServer.KEY, -590, EVENT).statusCode()).isEqualTo(200);
    }

    @Test
    void a_refusal_quotes_what_was_sent_and_never_what_should_have_been() {
        var path = "/apps/test-app/channels";
        long now = Clock.systemUTC().instant().getEpochSecond();
        var right = RunningServer.KEY.signRequest("GET", path, Map.of(), new byte[0], now);
        var wrong = new HashMap<>(right);
        wrong.put("auth_signature", "guess");

        var answer = server.send(server.request(path, wrong).GET().build());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .startsWith("Invalid signature: you should have sent HmacSHA256Hex(\"GET\n" + path)
                .endsWith("but you sent \"guess\"")
                .doesNotContain(right.get("auth_signature"));
    }

    @Test
    void the_parameters_of_a_publish_may_stand_in_the_query() {
        var client = server.connect();
        client.join("a");
        long now = Clock.systemUTC().instant().getEpochSecond();
        var parameters = Map.of("name", "e", "data", "1", "channels[]", "a");
        var query = RunningServer.KEY.signRequest("POST", EVENTS, parameters, new byte[0], now);

        var answer =
                server.send(
                        server.request(EVENTS, query)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.next("e").get("data").asText()).isEqualTo("1");
    }

    @Test
    void the_deprecated_publish_takes_raw_data_and_leaves_one_socket_out() {
        var client = server.connect();
        var other = server.connect();
        client.join("a");
        other.join("a");
        var path = "/apps/test-app/channels/a/events";
        var body = "{\"x\": 1}".getBytes(StandardCharsets.UTF_8);
        long now = Clock.systemUTC().instant().getEpochSecond();
        var parameters = Map.of("name", "e", "socket_id", other.socketId());
        var query = RunningServer.KEY.signRequest("POST", path, parameters, body, now);

        var answer =
                server.send(
                        server.request(path, query)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(client.next("e").get("data").asText()).isEqualTo("{\"x\": 1}");
        other.expectNothing();
    }

    @Test
    void a_channel_listed_twice_gets_an_event_once() {
        var client = server.connect();
        client.join("a");

        server.post(EVENTS, "{\"name\":\"e\",\"data\":\"\",\"channels\":[\"a\",\"a\"]}");

        client.next("e");
        client.expectNothing();
    }

    @Test
    void an_event_with_a_known_id_is_answered_and_not_delivered_again() {
        var client = server.connect();
        client.join("news");
        var event = EVENT.replace("}", ",\"idempotency_key\":\"id-1\"}");

        assertThat(server.post(EVENTS, event).statusCode()).isEqualTo(200);
        assertThat(server.post(EVENTS, event).body()).isEqualTo("{}");
        batch(event.replace("\"e\"", "\"f\"") + "," + event.replace("id-1", "id-2"));

        client.next("e");
        client.next("e");
        client.expectNothing();
    }

    @Test
    void a_disabled_app_is_403() {
        server.close();
        try (var disabled = new RunningServer(Change.app(app -> app.disabled()))) {
            assertThat(disabled.post(EVENTS, EVENT).statusCode()).isEqualTo(403);
            assertThat(disabled.open("/app/test-key").closeCode()).isEqualTo(4003);
        }
    }

    @Test
    void too_much_data_is_413() {
        var data = "x".repeat(10_241);

        assertThat(server.publish("news", "e", data).statusCode()).isEqualTo(413);
        assertThat(server.publish("news", "e", data.substring(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_beyond_the_cap_is_413_before_it_was_sent() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.post("Content-Length: 999999999"));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void a_chunked_body_beyond_the_cap_is_413() throws IOException {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.post("Transfer-Encoding: chunked"));
            for (int i = 0; i < 17; i++) {
                client.write(chunk);
            }

            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\n', 404",
        "'GET /apps HTTP/1.1\r\n', 404",
        "'GET /app/test-key HTTP/1.1\r\n', 404",
        "'DELETE /apps/test-app/events HTTP/1.1\r\n', 400",
        "'nonsense\r\n', 400",
        "'GET / HTTP/1.1\r\nBroken Header\r\n', 400",
        "'GET / HTTP/1.1\r\nContent-Length: x\r\n', 400",
    })
    void other_requests_are_refused(String head, int status) throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(head + "Connection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void long_lines_and_headers_are_refused() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write("GET /" + "x".repeat(33_000) + " HTTP/1.1\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 414 ");
        }
        try (var client = new RawSocket(server.port())) {
            client.write("GET / HTTP/1.1\r\nX: " + "x".repeat(33_000) + "\r\n\r\n");
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 431 ")
                    .contains("the limit is 32768 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD /health HTTP/1.1",
                "GET /health?probe=1 HTTP/1.1",
                "HEAD /health?probe=1 HTTP/1.0",
                "GET /health HTTP/1.0"
            })
    void a_balancer_asks_for_health_in_its_own_way(String line) throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(line + "\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void the_cookies_of_localhost_fit() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(
                    "GET /health HTTP/1.1\r\nConnection: close\r\nCookie: %s\r\n\r\n"
                            .formatted("x".repeat(31_000)));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void requests_sent_together_are_answered_in_order() throws IOException {
        var request = "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n";
        try (var client = new RawSocket(server.port())) {
            client.write(
                    request.formatted("/health", "")
                            + request.formatted("/nothing", "")
                            + request.formatted("/health", "Connection: close\r\n"));

            var answers = client.readToEnd().split("(?=HTTP/1.1)");

            assertThat(answers).hasSize(3);
            assertThat(answers[0]).startsWith("HTTP/1.1 200 ");
            assertThat(answers[1]).startsWith("HTTP/1.1 404 ");
            assertThat(answers[2]).startsWith("HTTP/1.1 200 ").contains("connection: close");
        }
    }

    @Test
    void a_question_that_takes_long_keeps_its_place_among_the_answers() throws IOException {
        server.connect().join("news");
        var path = "/apps/test-app/channels";
        long now = Clock.systemUTC().instant().getEpochSecond();
        var signed = RunningServer.KEY.signRequest("GET", path, Map.of(), new byte[0], now);
        var question = server.request(path, signed).build().uri();
        var request = "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n";
        try (var client = new RawSocket(server.port())) {
            client.write(
                    request.formatted(question.getRawPath() + "?" + question.getRawQuery(), "")
                            + request.formatted("/nothing", "")
                            + request.formatted("/health", "Connection: close\r\n"));

            var answers = client.readToEnd().split("(?=HTTP/1.1)");

            assertThat(answers).hasSize(3);
            assertThat(answers[0]).endsWith("{\"channels\":{\"news\":{}}}");
            assertThat(answers[1]).startsWith("HTTP/1.1 404 ");
            assertThat(answers[2]).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_cache_channel_remembers_its_last_event() {
        var early = server.connect();
        early.join("cache-price");
        early.next("pusher:cache_miss");
        server.publish("cache-price", "price", "1");
        server.publish("cache-price", "price", "2");
        early.next("price");
        early.next("price");
        early.closeNormally();

        var late = server.connect();
        late.join("cache-price");

        assertThat(late.next("price").get("data").asText()).isEqualTo("2");
        late.expectNothing();
        assertThat(
                        server.get("/apps/test-app/channels/cache-price", Map.of("info", "cache"))
                                .body())
                .startsWith("{\"occupied\":true,\"cache\":{\"data\":\"2\",\"ttl\":1");
    }

    @Test
    void terminating_closes_every_connection_signed_in_as_the_user_and_no_other() {
        var first = signedIn("u 1");
        var second = signedIn("u 1");
        var other = signedIn("u 2");

        var answer = server.post("/apps/test-app/users/u%201/terminate_connections", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(first.closeCode()).isEqualTo(4009);
        assertThat(second.closeCode()).isEqualTo(4009);
        other.expectNothing();
    }

    @Test
    void an_event_for_a_user_reaches_that_user_only() {
        var user = signedIn("42");
        var other = signedIn("7");
        user.join("#server-to-user-42");
        other.subscribe("#server-to-user-42");
        other.next("pusher:subscription_error");
        other.next("pusher:error");

        assertThat(server.publish("#server-to-user-42", "note", "x").statusCode()).isEqualTo(200);

        user.next("note");
        other.expectNothing();
        assertThat(server.get("/apps/test-app/channels", Map.of()).body())
                .isEqualTo("{\"channels\":{}}");
    }

    private TestClient signedIn(String userId) {
        var client = server.connect();
        client.signIn("{\"id\":\"" + userId + "\"}");
        client.next("pusher:signin_success");
        return client;
    }

    private HttpResponse<String> batch(String events) {
        return server.post("/apps/test-app/batch_events", "{\"batch\":[" + events + "]}");
    }

    private HttpResponse<String> signed(AppCredentials key, long secondsOff, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        long time = Clock.systemUTC().instant().getEpochSecond() + secondsOff;
        var query = key.signRequest("POST", EVENTS, Collections.emptyMap(), bytes, time);
        return server.send(
                server.request(EVENTS, query)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build());
    }
}
