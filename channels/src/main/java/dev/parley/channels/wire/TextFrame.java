// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.wire;

import dev.parley.protocol.frame.ServerFrame;
import dev.parley.protocol.frame.ServerFrameWriter;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// A WebSocket text frame, header included, exactly as it goes to a socket.
///
/// ```
///  0x81 | length            | payload     length below 126
///  0x81 | 126 | length (2)  | payload     length below 65,536
///  0x81 | 127 | length (8)  | payload
/// ```
///
/// Servers do not mask ([RFC 6455 §5.1](https://www.rfc-editor.org/rfc/rfc6455#section-5.1)), so the
/// same bytes serve every socket.
public final class TextFrame {
    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final byte[] payload;

    private TextFrame(byte[] payload) {
        this.payload = payload;
    }

    /// Encodes a frame.
    public static TextFrame of(ServerFrame frame) {
        return new TextFrame(ServerFrameWriter.write(frame).getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the size in bytes, header included.
    public int length() {
        return headerLength() + payload.length;
    }

    /// Returns what the frame says.
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /// Appends the frame to a buffer.
    public void writeTo(ByteBuf buffer) {
        buffer.writeByte(FINAL_TEXT);
        switch (headerLength()) {
            case 2 -> buffer.writeByte(payload.length);
            case 4 -> buffer.writeByte(TWO_BYTES).writeShort(payload.length);
            default -> buffer.writeByte(EIGHT_BYTES).writeLong(payload.length);
        }
        buffer.writeBytes(payload);
    }

    private int headerLength() {
        return payload.length < TWO_BYTES ? 2 : payload.length < 1 << 16 ? 4 : 10;
    }
}
