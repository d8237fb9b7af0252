// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One WebSocket of the load: upgrades, subscribes, and then hands sequence numbers on.
final class SubscriberSocket extends ChannelInboundHandlerAdapter implements FrameScanner.Sink {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int TWO_BYTES = 126;
    private static final String PUSHER_PONG = "{\"event\":\"pusher:pong\",\"data\":{}}";

    private final Join join;
    private final Listener listener;
    private final FrameScanner scanner = new FrameScanner(this);
    private StringBuilder response = new StringBuilder(0);
    private State state = State.UPGRADING;
    private @Nullable ChannelHandlerContext context;
    private int closeCode;

    SubscriberSocket(Join join, Listener listener) {
        this.join = join;
        this.listener = listener;
    }

    /// Told what happens to a socket.
    interface Listener {
        /// It is subscribed.
        void onJoined();

        /// Bytes arrived, the events in them follow.
        void onRead();

        /// An event arrived.
        void onEvent(int sequence);

        /// It is gone.
        ///
        /// @param closeCode the code of the server's close frame, 0 without one
        void onGone(int closeCode, String why);
    }

    private enum State {
        UPGRADING,
        GREETED,
        SUBSCRIBING,
        JOINED
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        var request =
                "GET "
                        + join.path()
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        var buffer = ctx.alloc().buffer(request.length());
        buffer.writeCharSequence(request, StandardCharsets.US_ASCII);
        var _ = ctx.writeAndFlush(buffer, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var buffer = (ByteBuf) message;
        try {
            if (state == State.UPGRADING) {
                upgrade(ctx, buffer);
            }
            if (state != State.UPGRADING) {
                listener.onRead();
                scanner.scan(buffer.nioBuffer());
            }
        } finally {
            buffer.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        listener.onGone(closeCode, "the server closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    @Override
    public void onEvent(int sequence) {
        listener.onEvent(sequence);
    }

    @Override
    public void onFrame(int opcode, ByteBuffer payload) {
        switch (opcode) {
            case TEXT -> onText(StandardCharsets.UTF_8.decode(payload).toString());
            case PING -> send(PONG, payload);
            case CLOSE -> {
                closeCode =
                        payload.remaining() >= Short.BYTES
                                ? Short.toUnsignedInt(payload.getShort(0))
                                : 1005;
                send(CLOSE, payload); // the server then ends the connection
            }
            default -> {}
        }
    }

    private void upgrade(ChannelHandlerContext ctx, ByteBuf buffer) {
        while (buffer.isReadable() && state == State.UPGRADING) {
            response.append((char) buffer.readByte());
            int length = response.length();
            if (length >= 4 && response.substring(length - 4).equals("\r\n\r\n")) {
                if (!response.toString().startsWith("HTTP/1.1 101")) {
                    listener.onGone(
                            0,
                            "upgrade refused: "
                                    + response.toString().lines().findFirst().orElse(""));
                    var _ = ctx.close();
                    return;
                }
                response = new StringBuilder(0);
                state = State.GREETED;
                if (join.subscribe().isEmpty()) {
                    joined();
                }
            }
        }
    }

    private void onText(String text) {
        if (text.contains("pusher:ping")) {
            send(PUSHER_PONG);
        } else if (state == State.GREETED) {
            state = State.SUBSCRIBING;
            join.subscribe().ifPresent(this::send);
        } else if (state == State.SUBSCRIBING && text.contains(Join.CONFIRMATION)) {
            joined();
        }
    }

    private void joined() {
        state = State.JOINED;
        listener.onJoined();
    }

    private void send(String text) {
        send(TEXT, StandardCharsets.UTF_8.encode(text));
    }

    /// Sends a frame masked with zeros, which the standard allows and which costs nothing.
    private void send(int opcode, ByteBuffer payload) {
        if (context == null) {
            return;
        }
        int length = payload.remaining();
        var frame = context.alloc().buffer(length + 8);
        frame.writeByte(FINAL | opcode);
        if (length < TWO_BYTES) {
            frame.writeByte(MASKED | length);
        } else {
            frame.writeByte(MASKED | TWO_BYTES).writeShort(length);
        }
        frame.writeInt(0).writeBytes(payload);
        var _ = context.writeAndFlush(frame, context.voidPromise());
    }
}
