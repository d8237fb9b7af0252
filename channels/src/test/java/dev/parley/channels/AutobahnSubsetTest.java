// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules that cases 1 to 7 and 10 of the Autobahn test suite look at, byte by byte, against an
/// echo; `./parley test --all autobahn` runs the suite itself.
///
/// Messages are written as frames: the first byte, a colon, and the payload in hex.
class AutobahnSubsetTest {
    private static final EchoServer server = new EchoServer();

    @AfterAll
    static void stop() {
        server.close();
    }

    /// 1.1, 1.2, and 10.1: every way to write a length.
    @ParameterizedTest
    @CsvSource({
        "81, 0, 8100",
        "81, 125, 817D",
        "81, 126, 817E007E",
        "81, 127, 817E007F",
        "81, 128, 817E0080",
        "81, 65535, 817EFFFF",
        "81, 65536, 817F0000000000010000",
        "82, 0, 8200",
        "82, 125, 827D",
        "82, 126, 827E007E",
        "82, 127, 827E007F",
        "82, 128, 827E0080",
        "82, 65535, 827EFFFF",
        "82, 65536, 827F0000000000010000",
    })
    void a_message_of_any_length_comes_back(String opcode, int length, String head)
            throws IOException {
        var payload = new byte[length];
        Arrays.fill(payload, (byte) '*');
        try (var client = connected()) {
            client.write(masked(hex(opcode)[0], payload));

            assertThat(client.read(head.length() / 2 + length)).isEqualTo(join(hex(head), payload));
        }
    }

    /// 1.1.8 and 5.5: where the bytes are cut does not matter.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 997})
    void a_message_may_arrive_in_any_pieces(int size) throws IOException {
        var payload = new byte[1_000];
        Arrays.fill(payload, (byte) '*');
        var frame = masked(0x81, payload);
        try (var client = connected()) {
            for (int at = 0; at < frame.length; at += size) {
                client.write(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + size)));
            }

            assertThat(client.read(4 + payload.length)).isEqualTo(join(hex("817E03E8"), payload));
        }
    }

    /// 2, 4.1.3, 5 and 6: what the server answers before it echoes the text that proves it still listens.
    @ParameterizedTest
    @CsvSource({
        "89:, 8A00",
        "89:48656C6C6F, 8A0548656C6C6F",
        "89:00FFFEFDFCFB00FF, 8A0800FFFEFDFCFB00FF", // 2.3
        "8A:, ''", // 2.7
        "8A:48656C6C6F, ''", // 2.8
        "8A:78 89:79 8A:7A, 8A0179", // 2.9
        "89:31 89:32 89:33, 8A01318A01328A0133", // 2.10
        "01:4142 80:4344, 810441424344", // 5.3
        "01:4142 89:70 80:4344, 8A0170810441424344", // 5.6
        "01:4142 89:70 00:43 8A: 89:71 80:44, 8A01708A0171810441424344", // 5.19
        "01: 00: 80:, 8100", // 6.1.2
        "01: 00:41 80:, 810141", // 6.1.3
        "02:00FF 00:FE 80:FD, 820400FFFEFD",
        "81:CEBAE1BDB9CF83CEBCCEB5, 810BCEBAE1BDB9CF83CEBCCEB5", // 6.2.1
        "01:CE 80:BA, 8102CEBA", // 6.2.3: a character cut in two
        "01:F0 00:9F 89:70 00:92 80:AC, 8A01708104F09F92AC",
        "81:00, 810100", // 6.5
        "81:7F, 81017F",
        "81:C280, 8102C280",
        "81:DFBF, 8102DFBF",
        "81:E0A080, 8103E0A080",
        "81:ED9FBF, 8103ED9FBF", // 6.11.1
        "81:EE8080, 8103EE8080", // 6.11.2
        "81:EFBFBD, 8103EFBFBD", // 6.11.3
        "81:EFBFBF, 8103EFBFBF", // 6.22
        "81:F0908080, 8104F0908080",
        "81:F48FBFBF, 8104F48FBFBF", // 6.11.4
        "81:EFBBBF41, 8104EFBBBF41", // a byte order mark is kept
    })
    void what_is_allowed_is_answered(String frames, String answer) throws IOException {
        try (var client = connected()) {
            client.write(frames(frames + " 81:656E64 88:03E8"));

            assertThat(HexFormat.of().withUpperCase().formatHex(client.readBytesToEnd()))
                    .isEqualTo(answer + "8103656E64" + "880203E8");
        }
    }

    /// 2.4 and 2.5: the longest ping there may be, and one byte more.
    @ParameterizedTest
    @CsvSource({"125, 8A7D", "126, 88"})
    void a_ping_has_125_bytes_at_most(int length, String head) throws IOException {
        try (var client = connected()) {
            client.write(masked(0x89, new byte[length]));

            assertThat(client.read(head.length() / 2)).isEqualTo(hex(head));
        }
    }

    /// 3, 4, 5, 6 and 7: what ends the connection, and with which code. A close frame without a code
    /// is answered without one (0).
    @ParameterizedTest
    @CsvSource({
        "C1:41, 1002", // 3.1 to 3.7: a bit of an extension nobody agreed to
        "A1:41, 1002",
        "91:41, 1002",
        "F1:41, 1002",
        "C9:, 1002",
        "A8:03E8, 1002",
        "83:, 1002", // 4.1
        "84:41, 1002",
        "85:41, 1002",
        "86:41, 1002",
        "87:41, 1002",
        "8B:, 1002", // 4.2
        "8C:41, 1002",
        "8D:41, 1002",
        "8E:41, 1002",
        "8F:41, 1002",
        "09:70, 1002", // 5.1
        "0A:70, 1002", // 5.2
        "08:03E8, 1002",
        "80:41, 1002", // 5.9 to 5.14: nothing to continue
        "00:41 80:42, 1002",
        "01:41 81:42, 1002", // 5.18
        "01:41 82:42, 1002",
        "01:41 01:42, 1002",
        "81:CEBAEDA080, 1007",
        "81:FF, 1007", // 6.3
        "81:CE, 1007",
        "81:80, 1007", // 6.12
        "81:C080, 1007", // 6.17
        "81:C1BF, 1007",
        "81:E09FBF, 1007", // 6.18
        "81:F08FBFBF, 1007",
        "81:EDA080, 1007", // 6.20
        "81:EDBFBF, 1007",
        "81:EDA080EDB080, 1007", // 6.21
        "81:F4908080, 1007", // 6.4
        "81:F5808080, 1007",
        "81:F888808080, 1007",
        "81:FE, 1007",
        "01:CEBA 00:FF, 1007", // 6.4.1: before the message is whole
        "01:CEBA 00:F490, 1007",
        "01:F4 00:90, 1007",
        "01:CE 80:, 1007",
        "88:, 0", // 7.3.1
        "88:03, 1002", // 7.3.2
        "88:03E8, 1000",
        "88:03E848656C6C6F, 1000", // 7.3.4
        "88:03E8CEBAFF, 1007", // 7.5.1
        "88:03E9, 1001", // 7.7
        "88:03EA, 1002",
        "88:03EB, 1003",
        "88:03EF, 1007",
        "88:03F0, 1008",
        "88:03F1, 1009",
        "88:03F2, 1010",
        "88:03F3, 1011",
        "88:0BB8, 3000",
        "88:0F9F, 3999",
        "88:0FA0, 4000",
        "88:1387, 4999",
        "88:0000, 1002", // 7.9
        "88:03E7, 1002",
        "88:03EC, 1002",
        "88:03ED, 1002",
        "88:03EE, 1002",
        "88:03F8, 1002",
        "88:03FB, 1002",
        "88:044C, 1002",
        "88:07D0, 1002",
        "88:0BB7, 1002",
        "88:1388, 1002", // 7.13
        "88:FFFF, 1002",
    })
    void what_is_not_allowed_and_a_close_end_the_connection(String frames, int code)
            throws IOException {
        try (var client = connected()) {
            client.write(frames(frames));

            // what is left of the connection would be its wait for an answer to the close
            var head = client.read(2);
            assertThat(head[0]).isEqualTo((byte) 0x88);
            var reason = client.read(head[1]);
            assertThat(reason.length == 0 ? 0 : ((reason[0] & 0xFF) << 8) | (reason[1] & 0xFF))
                    .isEqualTo(code);
        }
    }

    /// 7.3.5 and 7.3.6: a reason has 123 bytes at most.
    @ParameterizedTest
    @CsvSource({"123, 1000", "124, 1002"})
    void the_reason_of_a_close_has_an_end(int length, int code) throws IOException {
        var payload = new byte[2 + length];
        Arrays.fill(payload, (byte) '*');
        payload[0] = 0x03;
        payload[1] = (byte) 0xE8;
        try (var client = connected()) {
            client.write(masked(0x88, payload));

            assertThat(client.closeCode()).isEqualTo(code);
        }
    }

    /// 7.1: nothing counts after a close.
    @ParameterizedTest
    @ValueSource(strings = {"81:41", "89:", "80:41", "88:03E9", "83:41"})
    void what_follows_a_close_is_not_answered(String frames) throws IOException {
        try (var client = connected()) {
            client.write(frames("88:03E8 " + frames));

            assertThat(client.readBytesToEnd()).isEqualTo(hex("880203E8"));
        }
    }

    private static RawSocket connected() throws IOException {
        var client = new RawSocket(server.port());
        client.write(RawSocket.upgrade(EchoServer.PATH));
        client.readUntil("\r\n\r\n");
        return client;
    }

    private static byte[] frames(String text) {
        var bytes = new ByteArrayOutputStream();
        for (var frame : text.split(" ", -1)) {
            bytes.writeBytes(masked(hex(frame.substring(0, 2))[0], hex(frame.substring(3))));
        }
        return bytes.toByteArray();
    }

    /// Returns a frame whose mask changes every byte.
    private static byte[] masked(int firstByte, byte[] payload) {
        byte[] mask = hex("A55A0FF1");
        var bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        if (payload.length < 126) {
            bytes.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            bytes.writeBytes(hex("FE%04X".formatted(payload.length)));
        } else {
            bytes.writeBytes(hex("FF%016X".formatted(payload.length)));
        }
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i & 3]);
        }
        return bytes.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] join(byte[] head, byte[] payload) {
        var joined = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, joined, head.length, payload.length);
        return joined;
    }
}
