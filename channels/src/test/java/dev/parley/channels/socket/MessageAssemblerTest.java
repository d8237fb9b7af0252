// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.MessageHandler;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {
    private final MessageAssembler assembler = new MessageAssembler(ServerLimits.defaults());
    private final Heard heard = new Heard();

    @ParameterizedTest
    @ValueSource(strings = {"CE BA E1 BD B9", "F0 9F 92 AC", "F4 8F BF BF", "EF BB BF", "7E C2 80"})
    void a_character_may_be_cut_anywhere(String hex) throws CloseException {
        var bytes = hex(hex);

        begin(new byte[0], false);
        for (byte each : bytes) {
            add(new byte[] {each}, false);
        }
        add(new byte[0], true);

        assertThat(heard.texts).containsExactly(utf8(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "CE BA, F4 90", // above U+10FFFF
        "F4, 90",
        "ED A0, 80", // half a surrogate pair
        "E0, 80", // longer than needed
        "CE, CE", // a character that is never finished
        "CE BA, 80", // the middle of a character that never began
        "'', FF",
        "'', C0", // never part of UTF-8
    })
    void what_can_no_longer_be_utf8_closes_before_the_message_is_whole(String first, String next)
            throws CloseException {
        begin(hex(first), false);

        assertThatThrownBy(() -> add(hex(next), false))
                .isInstanceOfSatisfying(CloseException.class, MessageAssemblerTest::isNotUtf8);
        assertThat(heard.texts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CE", "E1 BD", "F0 9F 92"})
    void a_message_may_not_end_within_a_character(String hex) throws CloseException {
        begin(hex(hex), false);

        assertThatThrownBy(() -> add(new byte[0], true))
                .isInstanceOfSatisfying(CloseException.class, MessageAssemblerTest::isNotUtf8);
    }

    @Test
    void the_first_piece_is_looked_at_too() {
        assertThatThrownBy(() -> begin(hex("CE BA FF"), false))
                .isInstanceOfSatisfying(CloseException.class, MessageAssemblerTest::isNotUtf8);
    }

    @Test
    void a_message_has_nothing_to_do_with_the_one_before() throws CloseException {
        begin(hex("41"), false);
        add(hex("42"), true);
        begin(hex("C3"), false);
        add(hex("A4"), true);

        assertThat(heard.texts).containsExactly("AB", "ä");
    }

    @Test
    void binary_pieces_may_be_anything() throws CloseException {
        assembler.add(
                new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(hex("FF"))), 0, heard);
        add(hex("FE"), true);

        assertThat(heard.binaries).containsExactly(hex("FF FE"));
    }

    private void begin(byte[] bytes, boolean last) throws CloseException {
        assembler.add(new TextWebSocketFrame(last, 0, Unpooled.wrappedBuffer(bytes)), 0, heard);
    }

    private void add(byte[] bytes, boolean last) throws CloseException {
        assembler.add(
                new ContinuationWebSocketFrame(last, 0, Unpooled.wrappedBuffer(bytes)), 0, heard);
    }

    private static void isNotUtf8(CloseException e) {
        assertThat(e.status()).isEqualTo(WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Remembers messages.
    private static final class Heard implements MessageHandler {
        private final List<String> texts = new ArrayList<>();
        private final List<byte[]> binaries = new ArrayList<>();

        @Override
        public void open(int activityTimeoutSeconds) {}

        @Override
        public void receive(String message) {
            texts.add(message);
        }

        @Override
        public boolean understandsBinary() {
            return true;
        }

        @Override
        public void receiveBinary(byte[] message) {
            binaries.add(message);
        }

        @Override
        public void closed() {}
    }
}
