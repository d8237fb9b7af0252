package dev.parley.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Splits what one socket received into WebSocket frames and finds the sequence number in each.
///
/// Reads the buffer in place. Only a frame cut in two by the end of a read is copied. Servers do not
/// mask and none of the measured ones fragments, so neither is understood.
public final class FrameScanner {
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Sink sink;
    private ByteBuf carry = Unpooled.EMPTY_BUFFER;

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
        /// @param buffer holds the payload; valid during the call
        /// @param start where the payload begins
        /// @param length of the payload in bytes
        void onFrame(int opcode, ByteBuf buffer, int start, int length);
    }

    /// Takes what was received; the buffer stays the caller's.
    public void scan(ByteBuf input) {
        if (carry.isReadable()) {
            carry.writeBytes(input, input.readerIndex(), input.readableBytes());
            carry.readerIndex(consume(carry, carry.readerIndex(), carry.writerIndex()));
        } else {
            int end = input.writerIndex();
            int rest = end - consume(input, input.readerIndex(), end);
            if (rest > 0) {
                carry = Unpooled.buffer(2 * rest).writeBytes(input, end - rest, rest);
            }
        }
    }

    /// Handles the whole frames between `start` and `end` and returns where the first partial one begins.
    private int consume(ByteBuf buffer, int start, int end) {
        int at = start;
        while (end - at >= 2) {
            int first = buffer.getUnsignedByte(at);
            int length = buffer.getByte(at + 1) & 0x7F;
            int payload = at + 2;
            if (length >= TWO_BYTES) {
                int extra = length == TWO_BYTES ? Short.BYTES : Long.BYTES;
                if (end - payload < extra) {
                    return at;
                }
                length =
                        length == EIGHT_BYTES
                                ? Math.toIntExact(buffer.getLong(payload))
                                : buffer.getUnsignedShort(payload);
                payload += extra;
            }
            if (end - payload < length) {
                return at;
            }
            handle(first, buffer, payload, length);
            at = payload + length;
        }
        return at;
    }

    private void handle(int first, ByteBuf buffer, int payload, int length) {
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
        sink.onFrame(first & 0x0F, buffer, payload, length);
    }
}
