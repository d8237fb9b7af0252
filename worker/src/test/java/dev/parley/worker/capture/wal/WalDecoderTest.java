// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.wal.WalMessage.Cell;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One row per message of the specification, as bytes.
final class WalDecoderTest {
    private static final String BEGIN = "42 0000000001A2B3C8 0002F3A1B2C3D4E5 000003E9";
    private static final String COMMIT = "43 00 0000000001A2B3C8 0000000001A2B3F8 0002F3A1B2C3D4E5";
    private static final String RELATION =
            "52 00004001 7075626C696300 6E6F74657300 64 0002"
                    + " 01 696400 00000014 FFFFFFFF  00 626F647900 00000019 FFFFFFFF";
    private static final String INSERT = "49 00004001 4E 0002 74 00000002 3432 74 00000003 E282AC";
    private static final String UPDATE = "55 00004001 4E 0002 74 00000002 3432 75";
    private static final String UPDATE_WITH_KEY =
            "55 00004001 4B 0002 74 00000002 3431 6E 4E 0002 74 00000002 3432 6E";
    private static final String DELETE = "44 00004001 4B 0002 74 00000002 3432 6E";
    private static final String TRUNCATE = "54 00000002 03 00004001 00004002";
    private static final String ORIGIN = "4F 0000000001A2B3C8 7570737472656100";
    private static final String TYPE = "59 00004005 7075626C696300 6D6F6F6400";
    private static final String MESSAGE = "4D 01 0000000001A2B3C8 7061726C657900 00000002 6869";

    @ParameterizedTest(name = "{1}")
    @MethodSource("messages")
    void each_message_is_read(String hex, WalMessage message) {
        assertThat(decode(hex)).isEqualTo(message);
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(BEGIN, new WalMessage.Begin(new Lsn(0x1A2B3C8))),
                Arguments.of(COMMIT, new WalMessage.Commit(new Lsn(0x1A2B3F8))),
                Arguments.of(
                        RELATION,
                        new WalMessage.Relation(0x4001, "public", "notes", List.of("id", "body"))),
                Arguments.of(INSERT, new WalMessage.Insert(0x4001, List.of(text("42"), text("€")))),
                Arguments.of(
                        UPDATE,
                        new WalMessage.Update(0x4001, List.of(text("42"), new Cell.Unchanged()))),
                Arguments.of(
                        UPDATE_WITH_KEY,
                        new WalMessage.Update(0x4001, List.of(text("42"), new Cell.Null()))),
                Arguments.of(DELETE, new WalMessage.Delete(0x4001)),
                Arguments.of(TRUNCATE, new WalMessage.Truncate(List.of(0x4001, 0x4002))),
                Arguments.of(ORIGIN, new WalMessage.Aside()),
                Arguments.of(TYPE, new WalMessage.Aside()),
                Arguments.of(MESSAGE, new WalMessage.Aside()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BEGIN,
                COMMIT,
                RELATION,
                INSERT,
                UPDATE,
                UPDATE_WITH_KEY,
                DELETE,
                TRUNCATE,
                ORIGIN,
                TYPE,
                MESSAGE
            })
    void a_message_cut_anywhere_is_refused(String hex) {
        var whole = bytes(hex);
        for (var length = 0; length < whole.length; length++) {
            var cut = ByteBuffer.wrap(whole, 0, length).slice();

            assertThatThrownBy(() -> WalDecoder.decode(cut)).isInstanceOf(WalFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BEGIN, COMMIT, RELATION, INSERT, UPDATE, DELETE, TRUNCATE, ORIGIN, TYPE, MESSAGE
            })
    void a_message_with_a_byte_too_many_is_refused(String hex) {
        assertRefused(hex + "00");
    }

    @Test
    void an_unknown_message_is_refused() {
        for (var type = 0; type < 256; type++) {
            if ("BCRIUDTOYM".indexOf(type) < 0) {
                assertRefused("%02X 00 00 00 00".formatted(type));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "43 01 0000000001A2B3C8 0000000001A2B3F8 0002F3A1B2C3D4E5", // flags of a commit
                "49 00004001 4F 0000", // an insert without a new row
                "49 00004001 4E 0001 62 00000001 00", // a binary cell, not asked for
                "49 00004001 4E 0001 74 FFFFFFFF", // a text of negative length
                "49 00004001 4E 0001 74 00000001 FF", // a text that is not UTF-8
                "44 00004001 4E 0000", // a delete with a new row
                "54 00000001 04 00004001", // an unknown option
                "52 00004001 00 00 64 0001 02 696400 00000014 FFFFFFFF" // an unknown flag of a
                // column
            })
    void a_message_with_a_wrong_part_is_refused(String hex) {
        assertRefused(hex);
    }

    private static void assertRefused(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(WalFormatException.class);
    }

    private static Cell text(String value) {
        return new Cell.Text(value);
    }

    private static WalMessage decode(String hex) {
        return WalDecoder.decode(ByteBuffer.wrap(bytes(hex)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
