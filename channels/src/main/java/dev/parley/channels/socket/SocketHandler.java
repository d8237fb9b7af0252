// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.connection.ConnectionPolicy;
import dev.parley.channels.connection.MessageHandler;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.loop.Sweeper;
import dev.parley.channels.meter.CloseReason;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The receiving half of a WebSocket: turns Netty's callbacks into calls on a [MessageHandler] and watches
/// for silence. Owned by its event loop.
final class SocketHandler extends ChannelInboundHandlerAdapter
        implements Sweeper.Swept, ClientSocket.CloseListener {
    private static final Logger log = LoggerFactory.getLogger(SocketHandler.class);

    /// What Netty says when a close frame is empty.
    private static final int NO_CODE = -1;

    private final Loop loop;
    private final SocketContext context;
    private final ClientSocket socket;
    private final MessageAssembler assembler;
    private final InboundRateLimit inboundRateLimit;
    private final Sweeper.Watch watch;
    private final FrameDecoder decoder;

    private @Nullable MessageHandler messageHandler;

    /// Names the connection in the log; null until it was greeted, because a refusal has a line of its own.
    private @Nullable GreetedSocket greeted;

    /// The sweeps at which the peer was last heard and last pinged.
    private long heardAt;

    private long pingedAt;
    private boolean pinged;

    /// The last sweep at which no frame was half read.
    private long wholeAt;

    SocketHandler(Loop loop, SocketContext context, Channel channel, FrameDecoder decoder) {
        this.decoder = decoder;
        this.loop = loop;
        this.context = context;
        var limits = context.limits();
        int second = (int) limits.sweeps(Duration.ofSeconds(1));
        this.socket = new ClientSocket(channel, loop, limits, context.pressure(), this);
        this.assembler = new MessageAssembler(limits);
        this.inboundRateLimit = new InboundRateLimit(limits.messages(), second);
        this.heardAt = loop.sweeper().now();
        this.wholeAt = heardAt;
        this.watch = loop.sweeper().watch(this);
    }

    /// Says the first word: a greeting, or why the connection must go.
    ///
    /// @return whether it was a greeting
    boolean start(ConnectionPolicy.Decision decision) {
        switch (decision) {
            case ConnectionPolicy.Decision.Admitted(var app) -> open(app);
            case ConnectionPolicy.Decision.Refused refused -> {
                socket.close(refused.code(), refused.reason());
                socket.endedBy(CloseReason.REFUSED);
            }
        }
        return socket.isOpen();
    }

    private void open(LiveApp app) {
        var id = SocketId.random(loop.random());
        var opened = context.messageHandlerFactory().begin(app, socket, id, context.clock());
        messageHandler = opened;
        opened.open(context.limits().timeouts().activityTimeoutSeconds());
        if (socket.isOpen()) {
            greeted = new GreetedSocket(app.settings().id(), id);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            heardAt = loop.sweeper().now();
            pinged = false;
            if (message instanceof WebSocketFrame frame) {
                on(frame);
            }
        } catch (CloseException e) {
            boolean open = socket.isOpen();
            socket.close(e.status().code(), e.reason());
            if (open && e.status().equals(WebSocketCloseStatus.POLICY_VIOLATION)) {
                socket.endedBy(CloseReason.OVER_RATE);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            var _ = ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        watch.end();
        endConversation();
        context.meters().ended(socket.closeReason());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException corrupted ->
                    socket.fail(corrupted.closeStatus().code(), "Broken WebSocket frame");
            // A DecoderException is what broken TLS comes as.
            case IOException _, DecoderException _ -> {
                var _ = ctx.close();
            }
            default -> {
                log.atError()
                        .addKeyValue("socketId", greeted == null ? "none" : greeted.socketId())
                        .setCause(cause)
                        .log("connection closed by a defect of the server");
                var _ = ctx.close();
            }
        }
    }

    @Override
    public void onSweep(long sweep) {
        socket.onSweep(sweep);
        if (messageHandler != null) {
            messageHandler.onSweep();
        }
        if (!socket.isOpen()) {
            return;
        }
        var limits = context.limits();
        if (!decoder.holdsPart()) {
            wholeAt = sweep;
        }
        if (assembler.isOverdue(sweep) || isFrameOverdue(sweep)) {
            socket.close(WebSocketCloseStatus.POLICY_VIOLATION.code(), "A message took too long");
        } else if (pinged && sweep - pingedAt >= limits.sweeps(limits.timeouts().pongTimeout())) {
            socket.close(ErrorCode.PONG_MISSING, "Pong reply not received in time");
        } else if (!pinged
                && sweep - heardAt >= limits.sweeps(limits.timeouts().activityTimeout())) {
            pinged = true;
            pingedAt = sweep;
            socket.send(new ServerFrame.Ping());
            socket.ping();
        }
    }

    @Override
    public void onStop() {
        socket.close(ErrorCode.RECONNECT, "The server is shutting down");
    }

    @Override
    public void onPressure(MemoryPressure pressure) {
        socket.shed();
    }

    private boolean isFrameOverdue(long sweep) {
        return decoder.holdsPart()
                && sweep - Math.max(wholeAt, heardAt)
                        > context.limits().sweeps(context.limits().messages().timeout());
    }

    private void on(WebSocketFrame frame) throws CloseException {
        if (frame instanceof CloseWebSocketFrame close) {
            answerClose(close.statusCode());
            return;
        }
        if (!socket.isOpen() || messageHandler == null) {
            return;
        }
        long now = loop.sweeper().now();
        switch (frame) {
            case PingWebSocketFrame ping -> {
                inboundRateLimit.control(now);
                socket.pong(ping.content());
            }
            case PongWebSocketFrame _ -> inboundRateLimit.control(now);
            default -> {
                inboundRateLimit.message(frame.content().readableBytes(), now);
                assembler.add(frame, now, messageHandler);
            }
        }
    }

    private void answerClose(int code) {
        boolean given = code != NO_CODE;
        boolean legal = code >= 1000 && code < 5000 && WebSocketCloseStatus.isValidStatusCode(code);
        if (given && !legal) {
            socket.fail(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "No such close code");
        } else {
            socket.answerClose(given ? OptionalInt.of(code) : OptionalInt.empty());
        }
    }

    @Override
    public void closing() {
        endConversation();
    }

    /// Writes down why; not when the server stops, which closes everybody.
    @Override
    public void closedByUs(int code, String reason) {
        if (greeted != null && code != ErrorCode.RECONNECT.number()) {
            context.log().closedSocket(greeted.appId(), greeted.socketId(), code, reason);
        }
    }

    private void endConversation() {
        if (messageHandler != null) {
            messageHandler.closed();
        }
    }

    private record GreetedSocket(String appId, SocketId socketId) {}
}
