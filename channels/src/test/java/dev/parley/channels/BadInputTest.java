// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Input no honest client sends. Whatever comes, the answer is a documented one, the server goes
/// on, and nothing is taken for a defect of the server.
class BadInputTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.channels");
    private final Logger access = (Logger) LoggerFactory.getLogger("dev.parley.channels.access");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RunningServer server = new RunningServer(Change.limits(Change::quickToClose));

    @BeforeEach
    void listen() {
        access.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void nothing_was_a_defect() {
        try {
            assertThat(server.publish("alive", "e", "1").statusCode()).isEqualTo(200);
        } finally {
            server.close();
            logger.detachAppender(lines);
            access.setLevel(null);
        }
        assertThat(lines.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "'GET http://any.host/health HTTP/1.1\r\nHost: x\r\n', 200",
        "'GET HTTPS://any.host:1/health HTTP/1.1\r\nHost: x\r\n', 200",
        "'GET http://any.host HTTP/1.1\r\nHost: x\r\n', 404",
        "'GET http:/// HTTP/1.1\r\nHost: x\r\n', 404",
        "'GET //health HTTP/1.1\r\nHost: x\r\n', 404",
        "'OPTIONS * HTTP/1.1\r\nHost: x\r\n', 404",
        "'CONNECT any.host:443 HTTP/1.1\r\nHost: x\r\n', 404",
        "'TRACE / HTTP/1.1\r\nHost: x\r\n', 404",
        "'GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n', 400",
        "'GET /health HTTP/1.1\r\nHost: x\r\nExpect: something\r\n', 417",
        "'GET /apps/%ff/channels HTTP/1.1\r\nHost: x\r\n', 400",
        "'GET /apps/test-app/channels?a=%zz HTTP/1.1\r\nHost: x\r\n', 400",
        "'GET /apps/test-app/channels?auth_key=a&auth_key=b HTTP/1.1\r\nHost: x\r\n', 400",
        "'GET /health HTTP/9.9\r\nHost: x\r\n', 200",
        "'GET /health JUNK/1.1\r\nHost: x\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: -1\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: 9999999999\r\n', 413",
        "'POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: 0, 5\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', 400",
        "'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding : chunked\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n', 400",
        "'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n', 400",
        "'GET /health HTTP/1.1\nHost: x\n', 400",
        "'\0\1\2\3\r\n', 400",
        "'SSH-2.0-x\r\n', 400",
    })
    void requests_are_read_strictly(String head, int status) throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(head + "Connection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void nothing_is_promised_to_pages_of_other_origins() throws IOException {
        for (var method : new String[] {"OPTIONS", "GET", "POST"}) {
            try (var client = new RawSocket(server.port())) {
                client.write(
                        method
                                + " /apps/test-app/events HTTP/1.1\r\nHost: x\r\n"
                                + "Origin: https://evil.test\r\n"
                                + "Access-Control-Request-Method: POST\r\n"
                                + "Connection: close\r\n\r\n");

                assertThat(client.readToEnd())
                        .startsWith("HTTP/1.1 4")
                        .doesNotContainIgnoringCase("access-control");
            }
        }
    }

    @Test
    void the_answer_to_head_has_no_body() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("content-length: 15")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void a_second_request_hidden_in_a_body_is_not_answered() throws IOException {
        var hidden = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
        try (var client = new RawSocket(server.port())) {
            client.write(
                    "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + hidden.length()
                            + "\r\nConnection: close\r\n\r\n"
                            + hidden);

            assertThat(client.readToEnd().split("HTTP/1.1 ")).hasSize(2);
        }
    }

    @Test
    void a_client_that_only_listens_any_more_gets_its_answer() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            client.endOutput();

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_greeting_of_tls_on_a_plain_port_is_refused() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0, '\r', '\n', '\r', '\n'});

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void headers_by_the_thousand_are_refused() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write("GET /health HTTP/1.1\r\n" + "a: b\r\n".repeat(5_000));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n"})
    void an_upgrade_has_no_body(String header) throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(
                    RawSocket.upgrade("/app/test-key").replace("Host:", header + "Host:") + "abc");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void compression_is_not_agreed_to() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(
                    RawSocket.upgrade("/app/test-key")
                            .replace(
                                    "Host:",
                                    "Sec-WebSocket-Extensions: permessage-deflate\r\nHost:"));
            assertThat(client.readUntil("}\"}")).doesNotContainIgnoringCase("extensions");

            client.write(RawSocket.frame(0xC1, new byte[] {1, 2, 3}));

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "\"text\"",
                "{\"event\":null}",
                "{\"event\":7}",
                "{\"event\":\"pusher:subscribe\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":7}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{}}",
                "{\"event\":\"a\",\"event\":\"b\"}",
                "{\"event\":\"pusher:ping\",\"data\":{\"a\":1,\"a\":2}}",
                "{\"event\":\"pusher:nonsense\",\"data\":{}}",
                "{\"event\":\"client-x\",\"channel\":\"private-y\",\"data\":{}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"never\"}}",
                "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"x\",\"user_data\":\"y\"}}",
                "{\"event\":\"pusher:ping\",\"data\":1e999999999} x",
            })
    void a_message_that_makes_no_sense_is_told_so(String message) {
        var client = server.connect();

        client.send(message);

        client.next("pusher:error");
        client.expectNothing();
    }

    @Test
    void messages_that_would_cost_much_to_read_are_told_so() {
        var client = server.connect();
        for (var data :
                new String[] {
                    "[".repeat(17) + "]".repeat(17),
                    "[".repeat(16_000),
                    "{\"a\":".repeat(2_000),
                    "9".repeat(16_000),
                }) {
            client.send("{\"event\":\"pusher:ping\",\"data\":" + data + "}");

            client.next("pusher:error");
        }
        client.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\\nb",
                "#secret",
                "#server-to-user-7",
                "ä",
                "a/b",
                "private-",
                "private-a",
                "presence-a",
                "private-encrypted-a",
                "a\\u0000",
            })
    void a_channel_that_may_not_be_joined_is_told_so(String channel) {
        var client = server.connect();

        client.subscribe(channel);

        client.next("pusher:subscription_error");
        client.next("pusher:error");
        client.expectNothing();
    }

    @Test
    void a_channel_name_has_an_end() {
        var client = server.connect();

        client.subscribe("x".repeat(165));

        client.next("pusher:subscription_error");
        client.next("pusher:error");
        client.join("x".repeat(164));
    }

    @Test
    void a_signature_made_for_another_socket_opens_nothing() {
        var one = server.connect();
        var other = server.connect();
        var stolen = RunningServer.KEY.channelAuth(one.socketId(), "private-a", null);

        other.send(
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\",\"auth\":\""
                        + stolen
                        + "\"}}");

        assertThat(other.next("pusher:subscription_error").get("data").get("status").asInt())
                .isEqualTo(401);
        assertThat(other.next("pusher:error").get("data").get("code").asInt()).isEqualTo(4009);
        other.expectNothing();
    }

    @Test
    void subscriptions_have_a_pace_and_the_connection_outlives_it() {
        var client = server.connect();

        for (int i = 0; i < 1_100; i++) {
            client.subscribe("never joined");
        }

        boolean limited = false;
        for (int i = 0; i < 1_100; i++) {
            var refusal = client.next("pusher:subscription_error").get("data");
            limited |= refusal.get("type").asText().equals("LimitReached");
            client.next("pusher:error");
        }
        assertThat(limited).isTrue();
        client.expectNothing();
    }

    @ParameterizedTest
    @CsvSource({"10240, 200", "10241, 413"})
    void the_data_of_an_event_has_an_end(int bytes, int status) {
        assertThat(server.publish("news", "e", "x".repeat(bytes)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"10, 200", "11, 400"})
    void a_batch_has_an_end(int events, int status) {
        var event = "{\"name\":\"e\",\"channel\":\"c\",\"data\":\"1\"}";
        var body = "{\"batch\":[" + (event + ",").repeat(events - 1) + event + "]}";

        assertThat(server.post("/apps/test-app/batch_events", body).statusCode()).isEqualTo(status);
    }

    @Test
    void bodies_that_would_cost_much_to_read_are_refused() {
        for (var body :
                new String[] {
                    "[".repeat(1_000_000),
                    "{\"a\":".repeat(100_000),
                    "9".repeat(1_000_000),
                    "{\"name\":\"e\",\"name\":\"f\",\"channel\":\"c\",\"data\":\"1\"}",
                    "{\"name\":\"e\",\"channel\":\"c\",\"data\":1e99999}",
                    "\uFEFF{}",
                    "{}",
                    "null",
                }) {
            assertThat(server.post("/apps/test-app/events", body).statusCode())
                    .as("%s", body.substring(0, Math.min(20, body.length())))
                    .isEqualTo(400);
        }
        assertThat(server.post("/apps/test-app/events", "x".repeat(1_048_577)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_refusal_is_logged_without_what_was_sent() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(
                    ("GET /apps/test-app/channels?auth_key=test-key&auth_version=1.0"
                                    + "&auth_timestamp=1&auth_signature=hush HTTP/1.1\r\n"
                                    + "Host: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 401 ");
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getLoggerName().endsWith(".access"))
                .anySatisfy(line ->
                        assertThat(line.getKeyValuePairs())
                                .hasToString(
                                        "[remote=\"127.0.0.1\", status=\"401\","
                                                + " reason=\"Timestamp expired\"]"));
    }
}
