package dev.parley.channels.socket;

import dev.parley.channels.config.ServerLimits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the frames of a message together and reads them as text. Owned by the connection's loop.
final class MessageAssembler {
    private final ServerLimits limits;
    private @Nullable ByteArrayOutputStream started;
    private int fragments;
    private long startedAt;

    MessageAssembler(ServerLimits limits) {
        this.limits = limits;
    }

    /// Takes a text or continuation frame; the caller keeps its reference.
    ///
    /// @param sweep the number of the last sweep
    /// @return the message, if it is complete
    Optional<String> add(WebSocketFrame frame, long sweep) throws CloseException {
        boolean continues = frame instanceof ContinuationWebSocketFrame;
        if (continues != (started != null)) {
            throw new CloseException(
                    WebSocketCloseStatus.PROTOCOL_ERROR,
                    "A message must be finished before the next");
        }
        if (started == null && frame.isFinalFragment()) {
            return Optional.of(text(frame.content()));
        }
        var message = started == null ? start(sweep) : started;
        append(message, frame.content());
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        started = null;
        return Optional.of(decode(ByteBuffer.wrap(message.toByteArray())));
    }

    /// Says whether a message was begun too long ago.
    boolean isOverdue(long sweep) {
        return started != null && sweep - startedAt > limits.sweeps(limits.messages().timeout());
    }

    private ByteArrayOutputStream start(long sweep) {
        var message = new ByteArrayOutputStream();
        started = message;
        startedAt = sweep;
        fragments = 0;
        return message;
    }

    private void append(ByteArrayOutputStream message, ByteBuf content) throws CloseException {
        if (++fragments > limits.messages().fragments()) {
            throw new CloseException(
                    WebSocketCloseStatus.POLICY_VIOLATION, "A message may have fewer fragments");
        }
        checkSize(message.size() + content.readableBytes());
        var bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        message.writeBytes(bytes);
    }

    private String text(ByteBuf content) throws CloseException {
        checkSize(content.readableBytes());
        return decode(content.nioBuffer());
    }

    private void checkSize(int bytes) throws CloseException {
        if (bytes > limits.messages().bytes()) {
            throw new CloseException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "A message may have " + limits.messages().bytes() + " bytes at most");
        }
    }

    private static String decode(ByteBuffer bytes) throws CloseException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new CloseException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "A message must be UTF-8");
        }
    }
}
