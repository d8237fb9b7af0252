// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/// The control frames a server sends, [RFC 6455 §5.5](https://www.rfc-editor.org/rfc/rfc6455#section-5.5).
/// Their payload is at most 125 bytes, so their header is always two bytes.
final class ControlFrames {
    private static final int FINAL = 0x80;
    private static final int CLOSE = FINAL | 0x8;
    private static final int PING = FINAL | 0x9;
    private static final int PONG = FINAL | 0xA;
    private static final int MAX_REASON_BYTES = 123;

    private ControlFrames() {}

    static ByteBuf ping(ByteBufAllocator allocator) {
        return allocator.directBuffer(2, 2).writeByte(PING).writeByte(0);
    }

    /// Returns the answer to a ping.
    ///
    /// @param payload the ping's; read, not released
    static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        int length = payload.readableBytes();
        return allocator
                .directBuffer(2 + length, 2 + length)
                .writeByte(PONG)
                .writeByte(length)
                .writeBytes(payload, payload.readerIndex(), length);
    }

    /// @param reason cut to 123 bytes
    static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        var bytes = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(bytes.length, MAX_REASON_BYTES);
        return allocator
                .directBuffer(4 + length, 4 + length)
                .writeByte(CLOSE)
                .writeByte(2 + length)
                .writeShort(code)
                .writeBytes(bytes, 0, length);
    }

    /// Returns a close frame without code and reason.
    static ByteBuf emptyClose(ByteBufAllocator allocator) {
        return allocator.directBuffer(2, 2).writeByte(CLOSE).writeByte(0);
    }
}
