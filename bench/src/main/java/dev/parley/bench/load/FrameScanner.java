// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.nio.ByteBuffer;

/// Splits what one socket received into WebSocket frames and finds the sequence number in each.
///
/// Reads the buffer in place. Only a frame cut in two by the end of a read is copied. Servers do not
/// mask and none of the measured ones fragments, so neither is understood. All buffers are big-endian.
public final class FrameScanner {
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int TWO_BYTES = 126;
    private static final int SHORTEST_HEADER = 2;

    private final Sink sink;

    /// The beginning of a frame whose end was not received yet, from 0 to the position.
    private ByteBuffer carry = ByteBuffer.allocate(0);

    /// How much of the first partial frame must be there for the next step: its header, then all of it.
    private int wanted;

    /// Where the last marker stood in its payload: the next one stands there as well.
    private int hint;

    /// @param sink told of every frame, in order
    public FrameScanner(Sink sink) {
        this.sink = sink;
    }

    /// Told what the frames are.
    public interface Sink {
        /// A frame with a marker came.
        void onEvent(int sequence);

        /// Another frame came.
        ///
        /// @param opcode as in RFC 6455 §5.2
        /// @param payload valid during the call
        void onFrame(int opcode, ByteBuffer payload);
    }

    /// Takes what was received, from its position to its limit, and leaves both as they are.
    public void scan(ByteBuffer input) {
        int end = input.limit();
        int at = input.position();
        while (carry.position() > 0 && at < end) {
            int added = Math.min(wanted - carry.position(), end - at);
            keep(input, at, added);
            at += added;
            if (consume(carry, 0, carry.position()) > 0) {
                carry.clear();
            }
        }
        if (at < end) {
            int rest = consume(input, at, end);
            keep(input, rest, end - rest);
        }
    }

    private void keep(ByteBuffer input, int at, int length) {
        if (carry.remaining() < length) {
            carry = ByteBuffer.allocate(2 * (carry.position() + length)).put(carry.flip());
        }
        int end = carry.position() + length;
        carry.put(carry.position(), input, at, length).position(end);
    }

    /// Handles the whole frames between `start` and `end` and returns where the first partial one begins.
    private int consume(ByteBuffer buffer, int start, int end) {
        int at = start;
        while (true) {
            int there = end - at;
            int header = SHORTEST_HEADER;
            if (there < header) {
                wanted = header;
                return at;
            }
            int first = buffer.get(at) & 0xFF;
            int length = buffer.get(at + 1) & 0x7F;
            if (length >= TWO_BYTES) {
                header += length == TWO_BYTES ? Short.BYTES : Long.BYTES;
                if (there < header) {
                    wanted = header;
                    return at;
                }
                length =
                        length == TWO_BYTES
                                ? Short.toUnsignedInt(buffer.getShort(at + SHORTEST_HEADER))
                                : Math.toIntExact(buffer.getLong(at + SHORTEST_HEADER));
            }
            if (there < header + length) {
                wanted = header + length;
                return at;
            }
            handle(first, buffer, at + header, length);
            at += header + length;
        }
    }

    private void handle(int first, ByteBuffer buffer, int payload, int length) {
        if (first == FINAL_TEXT || first == FINAL_BINARY) {
            if (length >= hint + Marker.LENGTH && Marker.isAt(buffer, payload + hint)) {
                sink.onEvent(Marker.sequence(buffer, payload + hint));
                return;
            }
            int found = Marker.find(buffer, payload, payload + length);
            if (found < payload + length) {
                hint = found - payload;
                sink.onEvent(Marker.sequence(buffer, found));
                return;
            }
        }
        sink.onFrame(first & 0x0F, buffer.slice(payload, length));
    }
}
