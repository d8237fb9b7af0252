// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?protocol=5&client=java-client&version=2.4.4",
                "?protocol=6",
                "?protocol=7&client=js&version=8.6.0&flash=false",
                ""
            })
    void these_protocol_versions_are_greeted(String query) {
        var client = server.open("/app/test-key" + query);

        client.greeted();

        assertThat(client.socketId()).matches("\\d+\\.\\d+");
    }

    @ParameterizedTest
    @CsvSource({
        "/app/nobody?protocol=7, 4001",
        "/app/?protocol=7, 4001",
        "/apps/test-app?protocol=7, 4005",
        "/app/test-key/more?protocol=7, 4005",
        "/?protocol=7, 4005",
        "/app/test-key?protocol=%ff, 4005",
        "/app/test-key?protocol=seven, 4006",
        "/app/test-key?protocol=, 4006",
        "/app/test-key?protocol=7.0, 4006",
        "/app/test-key?protocol=4, 4007",
        "/app/test-key?protocol=8, 4007",
    })
    void a_refusal_is_told_by_frame_and_close_code(String address, int code) {
        var client = server.open(address);

        var data = client.next("pusher:error").get("data");

        assertThat(data.get("code").asInt()).isEqualTo(code);
        assertThat(data.get("message").asText()).isNotEmpty();
        assertThat(client.closeCode()).isEqualTo(code);
    }

    @Test
    void a_server_may_be_mounted_below_a_prefix() {
        server.close();
        server = new RunningServer(config -> config.withPathPrefix("/realtime"));

        server.open("/realtime/app/test-key").greeted();

        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4005);
        assertThat(server.open("/realtimes/app/test-key").closeCode()).isEqualTo(4005);
    }

    @Test
    void the_subprotocol_is_echoed_when_offered() {
        try (var http = HttpClient.newHttpClient()) {
            var socket =
                    http.newWebSocketBuilder()
                            .subprotocols("pusher-channels-protocol-7")
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + server.port() + "/app/test-key"),
                                    new WebSocket.Listener() {})
                            .orTimeout(5, TimeUnit.SECONDS)
                            .join();

            assertThat(socket.getSubprotocol()).isEqualTo("pusher-channels-protocol-7");
            socket.abort();
        }
    }

    @Test
    void frames_sent_right_behind_the_request_are_read() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.upgrade("/app/test-key"));
            client.write(RawSocket.text("{\"event\":\"pusher:ping\",\"data\":{}}"));

            assertThat(client.readUntil("pusher:pong"))
                    .startsWith("HTTP/1.1 101 ")
                    .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .contains("pusher:connection_established");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short, 400",
        "Connection: Upgrade, Connection: close, 400",
        "HTTP/1.1, HTTP/1.0, 400",
    })
    void a_broken_upgrade_is_an_http_answer(String right, String wrong, int status)
            throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.upgrade("/app/test-key").replace(right, wrong));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void an_app_has_as_many_connections_as_it_may_have() {
        server.close();
        server = new RunningServer(Change.app(app -> app.withMaxConnections(1)));
        var first = server.connect();

        var second = server.open("/app/test-key");

        assertThat(second.closeCode()).isEqualTo(4004);
        first.closeNormally();
        server.connectEventually();
    }

    @Test
    void a_full_server_says_4100() {
        server.close();
        server = new RunningServer(Change.limits(limits -> Change.withConnections(limits, 1)));
        server.connect();

        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4100);
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        server.close();
        server = new RunningServer(Change.limits(Change::impatient));
        try (var client = new RawSocket(server.port())) {
            client.write("GET /app/test-key HT");

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void the_health_check_needs_no_signature() {
        Function<HttpResponse<String>, String> text =
                answer -> answer.statusCode() + " " + answer.body();

        var answer = server.send(server.request("/health", Map.of()).GET().build());

        assertThat(text.apply(answer)).isEqualTo("200 {\"status\":\"ok\"}");
    }
}
