// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.ServerLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames as no client library would send them.
class WebSocketTest {
    private static final byte[] PING =
            "{\"event\":\"pusher:ping\"}".getBytes(StandardCharsets.UTF_8);

    private RunningServer server = new RunningServer(Change.limits(Change::quickToClose));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "8100, 1002", // not masked
        "C180, 1002", // a reserved bit
        "8380, 1002", // a reserved opcode
        "8B80, 1002", // a reserved control opcode
        "0980, 1002", // a fragmented ping
        "89FE, 1002", // a ping of 126 bytes
        "8080, 1002", // a continuation of nothing
        "8280, 1003", // binary
        "8181, 1007", // not UTF-8
        "81FE7FFF, 1009", // larger than a message may be
        "81FF7FFFFFFFFFFFFFFF, 1009",
        "8882, 1002", // a close code of no meaning
    })
    void a_broken_frame_is_answered_with_its_close_code(String head, int code) throws IOException {
        try (var client = connected()) {
            client.write(HexFormat.of().parseHex(head));
            client.write(new byte[] {0, 0, 0, 0, (byte) 0x80, 0x01, 0, 0});

            assertThat(client.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void a_message_may_come_in_pieces_with_pings_between() throws IOException {
        try (var client = connected()) {
            client.write(RawSocket.frame(0x01, "{\"event\":".getBytes(StandardCharsets.UTF_8)));
            client.write(RawSocket.frame(0x89, "hi".getBytes(StandardCharsets.UTF_8)));
            client.write(RawSocket.frame(0x00, "\"pusher:".getBytes(StandardCharsets.UTF_8)));
            client.write(RawSocket.frame(0x80, "ping\"}".getBytes(StandardCharsets.UTF_8)));

            assertThat(client.readUntil("pusher:pong")).startsWith("\u008a\u0002hi");
        }
    }

    @Test
    void two_messages_may_not_be_mixed() throws IOException {
        try (var client = connected()) {
            client.write(RawSocket.frame(0x01, new byte[] {'{'}));
            client.write(RawSocket.frame(0x81, PING));

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_message_has_a_limit_of_bytes_in_all_its_pieces() throws IOException {
        try (var client = connected()) {
            client.write(RawSocket.frame(0x01, new byte[16_000]));
            client.write(RawSocket.frame(0x80, new byte[1_000]));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void a_message_has_a_limit_of_pieces() throws IOException {
        try (var client = connected()) {
            client.write(RawSocket.frame(0x01, new byte[0]));
            for (int i = 0; i < 64; i++) {
                client.write(RawSocket.frame(0x00, new byte[0]));
            }

            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void more_control_frames_than_allowed_close() throws IOException {
        try (var client = connected()) {
            for (int i = 0; i < 60; i++) {
                client.write(RawSocket.frame(0x89, new byte[0]));
            }

            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_close_is_answered_with_its_code() throws IOException {
        try (var client = connected()) {
            client.write(RawSocket.frame(0x88, new byte[] {0x03, (byte) 0xE8}));

            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"888103", "888303E8FF", "888203ED", "888203E7"})
    void after_a_frame_that_no_answer_can_follow_the_server_ends_at_once(String frame)
            throws IOException {
        server.close();
        server = new RunningServer();
        try (var client = connected()) {
            var bytes = HexFormat.of().parseHex(frame);
            client.write(Arrays.copyOf(bytes, 2));
            client.write(new byte[4]);
            long start = System.nanoTime();
            client.write(Arrays.copyOfRange(bytes, 2, bytes.length));

            assertThat(client.closeCode()).isIn(1002, 1007);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(ServerLimits.defaults().timeouts().closeTimeout().dividedBy(2));
        }
    }

    @Test
    void a_silent_client_is_pinged_twice_over_and_then_given_up() throws IOException {
        server.close();
        server = new RunningServer(Change.limits(Change::impatient));
        try (var client = connected()) {
            assertThat(client.readUntil("pusher:ping")).isNotEmpty();

            var rest = client.readToEnd();

            assertThat(rest).contains("\u0089\u0000").contains("\"code\":4201");
        }
    }

    @Test
    void a_client_that_answers_control_pings_stays() {
        server.close();
        server = new RunningServer(Change.limits(Change::impatient));
        var client = server.connect();

        for (int i = 0; i < 4; i++) {
            client.next("pusher:ping");
        }

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void a_message_left_unfinished_closes() throws IOException {
        server.close();
        server =
                new RunningServer(
                        Change.limits(limits ->
                                Change.withMessageTimeout(limits, Duration.ofMillis(100))
                                        .withSweepInterval(Duration.ofMillis(20))));
        try (var client = connected()) {
            client.write(RawSocket.frame(0x01, new byte[] {'{'}));

            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_frame_left_unfinished_closes() throws IOException {
        server.close();
        server =
                new RunningServer(
                        Change.limits(limits ->
                                Change.withMessageTimeout(limits, Duration.ofMillis(100))
                                        .withSweepInterval(Duration.ofMillis(20))));
        try (var client = connected()) {
            var frame = RawSocket.text("{\"event\":\"pusher:ping\",\"data\":{}}");
            client.write(Arrays.copyOf(frame, frame.length - 1));

            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_client_that_never_answers_a_close_is_cut_off() throws IOException {
        assertThat(server.server().connections()).isZero();
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.upgrade("/app/nobody"));

            assertThat(client.closeCode()).isEqualTo(4001);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> server.server().connections() == 0);
        }
    }

    private RawSocket connected() throws IOException {
        var client = new RawSocket(server.port());
        client.write(RawSocket.upgrade("/app/test-key"));
        client.readUntil("activity_timeout");
        client.readUntil("}\"}");
        return client;
    }
}
