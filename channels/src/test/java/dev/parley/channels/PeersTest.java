// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.channels.config.ChannelsConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// Who may connect: by address, by origin, by TLS.
class PeersTest {
    private RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_address_has_as_many_websockets_as_it_may_have() throws IOException {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 2, 100)));
        var first = server.connect();
        server.connect();

        try (var third = opened("")) {
            assertThat(third.readToEnd())
                    .contains("\"code\":4100")
                    .contains("Too many connections from this address");
        }
        first.closeNormally();
        server.connectEventually();
    }

    @Test
    void an_address_opens_as_many_websockets_a_second_as_it_may() throws IOException {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 100, 2)));
        var sockets = new ArrayList<RawSocket>();
        for (int i = 0; i < 20; i++) {
            sockets.add(opened(""));
        }

        int refused = 0;
        for (var socket : sockets) {
            socket.readUntil("\"pusher:");
            refused += socket.readUntil("\"").equals("error\"") ? 1 : 0;
            socket.close();
        }

        assertThat(refused).isBetween(1, 18);
        server.connectEventually();
    }

    @Test
    void a_proxy_nobody_has_named_is_told_of_unless_it_is_trusted() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger("dev.parley.channels.access");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        try {
            opened("X-Forwarded-For: 203.0.113.7\r\n").readUntil("established");
            restart(config -> config.withTrustedProxies("127.0.0.1"));
            opened("X-Forwarded-For: 203.0.113.7\r\n").readUntil("established");
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getMessage)
                .singleElement()
                .asString()
                .contains("trustedProxies");
    }

    @Test
    void publishers_are_not_counted_by_address() {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 1, 1)));
        server.connect();

        for (int i = 0; i < 10; i++) {
            assertThat(server.publish("news", "e", "1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_refused_websocket_takes_no_place_of_its_address() {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 1, 100)));

        for (int i = 0; i < 3; i++) {
            assertThat(server.open("/app/nobody").closeCode()).isEqualTo(4001);
        }

        server.connect();
    }

    @Test
    void behind_a_proxy_each_client_has_its_own_count() throws IOException {
        restart(config ->
                Change.limits(limits -> Change.withPerAddress(limits, 1, 100))
                        .apply(config)
                        .withTrustedProxies("127.0.0.0/8"));
        try (var one = opened("X-Forwarded-For: 198.51.100.1\r\n");
                var two = opened("X-Forwarded-For: 198.51.100.2\r\n")) {
            assertThat(one.readUntil("}\"}")).contains("connection_established");
            assertThat(two.readUntil("}\"}")).contains("connection_established");

            // After the first was let in: each event loop accepts for itself, in no common order.
            try (var again = opened("X-Forwarded-For: 8.8.8.8, 198.51.100.1\r\n")) {
                assertThat(again.closeCode()).isEqualTo(4100);
            }
        }
    }

    @Test
    void a_client_cannot_give_itself_another_address() throws IOException {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 1, 100)));
        server.connect();

        try (var forger = opened("X-Forwarded-For: 198.51.100.1\r\n")) {
            assertThat(forger.closeCode()).isEqualTo(4100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "'Origin: https://chat.example\r\n', true",
        "'Origin: http://localhost:5173\r\n', true",
        "'Origin: http://chat.example\r\n', false",
        "'Origin: https://chat.example:8443\r\n', false",
        "'Origin: https://chat.example.evil.test\r\n', false",
        "'Origin: https://evil.test/https://chat.example\r\n', false",
        "'Origin: https://sub.chat.example\r\n', false",
        "'Origin: https://chat.example/\r\n', false",
        "'Origin: null\r\n', false",
        "'Origin: \r\n', false",
        "'Origin: *\r\n', false",
        "'Origin: https://chat.example\r\nOrigin: https://evil.test\r\n', false",
    })
    void a_page_connects_only_from_an_allowed_origin(String header, boolean allowed)
            throws IOException {
        restart(
                Change.app(
                        app -> app.withOrigins("https://chat.example", "http://localhost:5173")));
        try (var client = opened(header)) {
            if (allowed) {
                assertThat(client.readUntil("}\"}")).contains("connection_established");
            } else {
                assertThat(client.readToEnd())
                        .startsWith("HTTP/1.1 101 ")
                        .contains("\"code\":4009")
                        .contains("not among the origins of the app");
            }
        }
    }

    @Test
    void an_app_that_takes_tls_only_refuses_plain_connections() throws IOException {
        restart(config ->
                Change.app(app -> app.with(Change.tlsOnly(app.features())))
                        .apply(config)
                        .withTrustedProxies("127.0.0.1"));

        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4000);
        try (var plain = opened("X-Forwarded-Proto: http\r\n");
                var secure = opened("X-Forwarded-Proto: https\r\n")) {
            assertThat(plain.closeCode()).isEqualTo(4000);
            assertThat(secure.readUntil("}\"}")).contains("connection_established");
        }
    }

    @Test
    void a_disabled_app_refuses_its_clients() {
        restart(Change.app(app -> app.disabled()));

        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4003);
    }

    @Test
    void the_place_of_an_address_is_free_when_its_socket_is_gone() throws IOException {
        restart(Change.limits(limits -> Change.withPerAddress(limits, 1, 1_000)));
        try (var client = opened("")) {
            client.readUntil("connection_established");
        }

        Awaitility.await().until(() -> server.server().connections() == 0);
        server.connect();
        assertThat(server.get("/apps/test-app/channels", Map.of()).statusCode()).isEqualTo(200);
    }

    private void restart(UnaryOperator<ChannelsConfig> change) {
        server.close();
        server =
                new RunningServer(
                        config -> Change.limits(Change::quickToClose).apply(change.apply(config)));
    }

    private RawSocket opened(String headers) throws IOException {
        var socket = new RawSocket(server.port());
        socket.write(
                RawSocket.upgrade("/app/test-key")
                        .replace("Upgrade: websocket\r\n", "Upgrade: websocket\r\n" + headers));
        return socket;
    }
}
