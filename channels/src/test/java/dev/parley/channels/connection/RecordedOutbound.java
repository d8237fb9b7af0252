// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A connection that keeps the text of what it was sent.
final class RecordedOutbound implements Outbound {
    private final LoopTaskQueue taskQueue;
    private final Deque<String> sent = new ArrayDeque<>();
    private @Nullable ErrorCode closed;
    private boolean abandoned;

    RecordedOutbound(LoopTaskQueue taskQueue) {
        this.taskQueue = taskQueue;
    }

    /// Takes what was sent first.
    String next() {
        assertThat(sent).as("something was sent").isNotEmpty();
        return sent.removeFirst();
    }

    void expectNothing() {
        assertThat(sent).isEmpty();
    }

    @Nullable ErrorCode closed() {
        return closed;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public LoopTaskQueue taskQueue() {
        return taskQueue;
    }

    @Override
    public String address() {
        return "192.0.2.1";
    }

    @Override
    public void write(ByteBuf frames) {
        while (frames.isReadable()) {
            frames.skipBytes(1);
            int length = frames.readUnsignedByte();
            int payload = length < 126 ? length : frames.readUnsignedShort();
            sent.add(frames.readCharSequence(payload, StandardCharsets.UTF_8).toString());
        }
        frames.release();
    }

    @Override
    public void flush() {}

    @Override
    public void send(ServerFrame frame) {
        var buffer = Unpooled.buffer();
        TextFrame.of(frame).writeTo(buffer);
        write(buffer);
    }

    @Override
    public void close(ErrorCode code, String reason) {
        closed = code;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
