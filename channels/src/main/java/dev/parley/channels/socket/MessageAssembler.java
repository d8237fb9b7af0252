// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.MessageHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts the frames of a message together and gives the whole to a [MessageHandler]; text that can no
/// longer be UTF-8 closes with the frame that shows it. Owned by the connection's loop.
final class MessageAssembler {
    private final ServerLimits limits;
    private @Nullable Pieces started;
    private boolean binary;
    private int fragments;
    private long startedAt;

    /// A message that is not whole.
    ///
    /// @param bytes what came so far
    /// @param text watches it, unless it is binary
    private record Pieces(ByteArrayOutputStream bytes, Utf8Check text) {}

    MessageAssembler(ServerLimits limits) {
        this.limits = limits;
    }

    /// Takes a text, binary or continuation frame; the caller keeps its reference.
    ///
    /// @param sweep the number of the last sweep
    /// @param messageHandler is given the message, if it is complete
    void add(WebSocketFrame frame, long sweep, MessageHandler messageHandler)
            throws CloseException {
        boolean continues = frame instanceof ContinuationWebSocketFrame;
        if (continues != (started != null)) {
            throw new CloseException(
                    WebSocketCloseStatus.PROTOCOL_ERROR,
                    "A message must be finished before the next");
        }
        if (!continues) {
            begin(frame, messageHandler);
        }
        if (started == null && frame.isFinalFragment()) {
            checkSize(frame.content().readableBytes());
            deliver(frame.content(), messageHandler);
            return;
        }
        var message = started == null ? start(sweep) : started;
        append(message, frame.content());
        if (frame.isFinalFragment()) {
            started = null;
            deliver(Unpooled.wrappedBuffer(message.bytes().toByteArray()), messageHandler);
        }
    }

    /// Returns whether a message was begun too long ago.
    boolean isOverdue(long sweep) {
        return started != null && sweep - startedAt > limits.sweeps(limits.messages().timeout());
    }

    private Pieces start(long sweep) {
        var message = new Pieces(new ByteArrayOutputStream(), new Utf8Check());
        started = message;
        startedAt = sweep;
        fragments = 0;
        return message;
    }

    private void append(Pieces message, ByteBuf content) throws CloseException {
        if (++fragments > limits.messages().fragments()) {
            throw new CloseException(
                    WebSocketCloseStatus.POLICY_VIOLATION, "A message may have fewer fragments");
        }
        checkSize(message.bytes().size() + content.readableBytes());
        var bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        message.bytes().writeBytes(bytes);
        if (!binary) {
            check(message.text(), bytes);
        }
    }

    private void begin(WebSocketFrame frame, MessageHandler messageHandler) throws CloseException {
        binary = frame instanceof BinaryWebSocketFrame;
        if (binary && !messageHandler.understandsBinary()) {
            throw new CloseException(
                    WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "Only text is spoken here");
        }
    }

    private void deliver(ByteBuf message, MessageHandler messageHandler) throws CloseException {
        if (binary) {
            messageHandler.receiveBinary(ByteBufUtil.getBytes(message));
        } else {
            messageHandler.receive(decode(message.nioBuffer()));
        }
    }

    private void checkSize(int bytes) throws CloseException {
        if (bytes > limits.messages().bytes()) {
            throw new CloseException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "A message may have " + limits.messages().bytes() + " bytes at most");
        }
    }

    private static void check(Utf8Check text, byte[] piece) throws CloseException {
        try {
            text.add(piece);
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static String decode(ByteBuffer bytes) throws CloseException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static CloseException notUtf8() {
        return new CloseException(
                WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "A message must be UTF-8");
    }
}
