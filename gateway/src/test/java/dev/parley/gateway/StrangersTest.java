// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.auth.AuthSettings;
import dev.parley.http.peer.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway does with requests it has no reason to trust, byte for byte.
@ExtendWith(ProjectExtension.class)
final class StrangersTest {
    private static final int SOCKETS = 260;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Project project;

    StrangersTest(Project project) {
        this.project = project;
    }

    @Test
    void without_a_key_no_body_is_waited_for() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < SOCKETS; i++) {
                var socket = connect();
                sockets.add(socket);
                send(
                        socket,
                        "POST /rest/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n[");
            }

            assertThat(project.user().get("/rest/v1/people?select=id&limit=0").status())
                    .isEqualTo(200);
            for (var socket : sockets) {
                assertThat(rest(socket))
                        .startsWith("HTTP/1.1 401 ")
                        .contains("No API key found in request")
                        .containsIgnoringCase("access-control-allow-origin: *");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/v1x", "/storage/v1/object/x", "/"})
    void nowhere_no_body_is_waited_for(String path) throws IOException {
        assertThat(ask("POST " + path + " HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n["))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void characters_that_clients_leave_unescaped_are_read_as_they_are() throws IOException {
        var answer =
                ask(
                        "GET /rest/v1/people?select=id&name=eq.[]{}|^ HTTP/1.1\r\nHost: x\r\nConnection: close\r\napikey: "
                                + ApiKeys.of(Project.SECRET).serviceRole().reveal()
                                + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("access-control-allow-origin: *")
                .endsWith("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /x?LONG HTTP/1.1, 414",
        "'GET / HTTP/1.1\r\nCookie: LONG', 431",
        "nonsense, 400",
        "GET /rest/v1/%00 HTTP/1.1, 400",
        "GET / HTTP/3.0, 505",
    })
    void a_page_can_read_why_http_itself_failed(String head, int status) throws IOException {
        var answer = ask(head.replace("LONG", "x".repeat(70_000)) + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"code\":\"gateway_" + status + "\"")
                .containsIgnoringCase("content-type: application/json")
                .containsIgnoringCase("access-control-allow-origin: *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD /auth/v1/health HTTP/1.1", "HEAD /auth/v1/health HTTP/1.0"})
    void a_balancer_asks_for_health_in_its_own_way(String line) throws IOException {
        assertThat(ask(line + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void behind_a_trusted_proxy_each_client_has_its_own_rate() {
        try (var gateway =
                Gateway.start(config(List.of("127.0.0.1")), project.inbox(), project.clock())) {
            assertThat(signIn(gateway, "198.51.100.1")).isEqualTo(400);
            assertThat(signIn(gateway, "198.51.100.1")).isEqualTo(429);
            assertThat(signIn(gateway, "198.51.100.2")).isEqualTo(400);
        }
    }

    @Test
    void a_stranger_gets_no_new_rate_by_naming_another_client() {
        try (var gateway =
                Gateway.start(config(List.of("10.0.0.0/8")), project.inbox(), project.clock())) {
            assertThat(signIn(gateway, "198.51.100.1")).isEqualTo(400);
            assertThat(signIn(gateway, "198.51.100.2")).isEqualTo(429);
        }
    }

    private GatewayConfig config(List<String> proxies) {
        var usual = Project.config(project.url(), new AuthSettings.Rates(1, 1, 1, 1, 1, 1, 1));
        return new GatewayConfig(
                usual.server().with(new TrustedProxies(proxies)),
                usual.publicUrl(),
                usual.database(),
                usual.jwtSecret(),
                usual.schema(),
                usual.limits(),
                usual.auth());
    }

    private int signIn(Gateway gateway, String address) {
        return new Caller(gateway.port(), project.anon().key(), "")
                .post(
                        "/auth/v1/token?grant_type=password",
                        "{\"email\":\"nobody@example.com\",\"password\":\"wrong-password\"}",
                        "X-Forwarded-For",
                        address)
                .status();
    }

    private String ask(String request) throws IOException {
        try (var socket = connect()) {
            send(socket, request);
            return rest(socket);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), project.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
