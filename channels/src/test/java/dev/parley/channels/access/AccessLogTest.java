// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.http.peer.Peer;
import dev.parley.protocol.SocketId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.channels.access");
    private final Peer peer = new Peer(InetAddress.getLoopbackAddress(), false);
    private Instant now = Instant.EPOCH;
    private final AccessLog log = new AccessLog(() -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void a_refusal_is_one_line_of_facts() {
        log.refusedSocket(peer, "shop", 4009, "The page's origin is not allowed");

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getMessage()).isEqualTo("connection refused");
        assertThat(lines.list.getFirst().getKeyValuePairs())
                .hasToString(
                        "[remote=\"127.0.0.1\", appId=\"shop\", closeCode=\"4009\","
                                + " reason=\"The page's origin is not allowed\"]");
    }

    @Test
    void a_connection_that_the_server_closes_is_named_by_its_socket_id() {
        log.closedSocket("shop", new SocketId("12.34"), 4201, "Pong reply not received in time");

        assertThat(lines.list.getFirst().getMessage()).isEqualTo("connection closed");
        assertThat(lines.list.getFirst().getKeyValuePairs())
                .hasToString(
                        "[appId=\"shop\", socketId=\"12.34\", closeCode=\"4201\","
                                + " reason=\"Pong reply not received in time\"]");
    }

    @Test
    void what_an_answer_quotes_of_a_request_is_left_out() {
        log.refusedRequest(peer, 401, "Invalid signature: you should have sent POST\nx");
        log.refusedRequest(peer, 400, "bad\r\nline");

        assertThat(lines.list.getFirst().getKeyValuePairs())
                .hasToString(
                        "[remote=\"127.0.0.1\", status=\"401\", reason=\"Invalid signature\"]");
        assertThat(lines.list.getLast().getKeyValuePairs().getLast())
                .hasToString("reason=\"bad??line\"");
    }

    @Test
    void a_flood_costs_twenty_lines_a_second_and_one_that_counts_the_rest() {
        for (int i = 0; i < 1_000; i++) {
            log.refusedSocket(peer, null, 4001, "No such app");
        }
        assertThat(lines.list).hasSize(LineLimit.LINES);

        now = now.plus(Duration.ofSeconds(1));
        log.reportSuppressed();
        log.reportSuppressed();

        assertThat(lines.list).hasSize(LineLimit.LINES + 1);
        assertThat(lines.list.getLast().getKeyValuePairs())
                .hasToString("[suppressed=\"" + (1_000 - LineLimit.LINES) + "\"]");
    }

    @Test
    void connections_that_are_closed_take_no_line_from_refusals_and_are_no_warning() {
        for (int i = 0; i < 30; i++) {
            log.closedSocket(
                    "shop", new SocketId("12.34"), 4201, "Pong reply not received in time");
        }
        log.refusedSocket(peer, null, 4001, "No such app");
        now = now.plus(Duration.ofSeconds(1));
        log.reportSuppressed();

        assertThat(lines.list).hasSize(LineLimit.LINES + 2);
        assertThat(lines.list.getLast().getLevel()).isEqualTo(Level.INFO);
        assertThat(lines.list.getLast().getFormattedMessage())
                .isEqualTo("more connections closed than are logged");
    }
}
