// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what a server sent on a WebSocket, and fails when a client could not.
final class SentFrames {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    private SentFrames() {}

    /// Returns the events, which are all text messages there may be.
    ///
    /// @param bytes whole frames
    static List<JsonNode> events(ByteBuffer bytes) {
        var events = new ArrayList<JsonNode>();
        while (bytes.hasRemaining()) {
            int head = bytes.get() & 0xFF;
            var payload = payload(bytes);
            switch (head) {
                case TEXT -> events.add(event(payload));
                case PING, PONG -> check(payload.remaining() <= 125, "a long control frame");
                case CLOSE -> {
                    check(payload.remaining() <= 125, "a long control frame");
                    check(payload.remaining() != 1, "half a close code");
                    check(!bytes.hasRemaining(), "something after the close");
                }
                default -> throw new AssertionError("a frame that begins with " + head);
            }
        }
        return events;
    }

    /// Reads one event.
    static JsonNode event(byte[] payload) {
        return event(ByteBuffer.wrap(payload));
    }

    private static ByteBuffer payload(ByteBuffer bytes) {
        check(bytes.hasRemaining(), "a frame without length");
        int length = bytes.get();
        check(length >= 0, "a masked frame");
        long size =
                length < 126 ? length : length == 126 ? bytes.getShort() & 0xFFFF : bytes.getLong();
        check(length < 126 || size >= 126, "a length longer than needed");
        check(length < 127 || size >= 1 << 16, "a length longer than needed");
        check(size <= bytes.remaining(), "a frame cut short");
        var payload = bytes.slice(bytes.position(), (int) size);
        bytes.position(bytes.position() + (int) size);
        return payload;
    }

    private static JsonNode event(ByteBuffer payload) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(payload).toString();
            var event = JSON.readTree(text);
            check(event.path("event").isTextual(), "a message without an event: " + text);
            return event;
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new AssertionError("a message no client can read", e);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("the server sent " + otherwise);
        }
    }
}
