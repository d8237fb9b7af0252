// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.loop.Sweeper;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.channels.tls.Encryption;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection while it speaks HTTP. Gathers a request, bounded in size and time, and answers it
/// before the next is looked at. Owned by its event loop.
final class HttpHandler extends ChannelInboundHandlerAdapter implements Sweeper.Swept {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);

    private final ApiRoute api;
    private final UpgradeRoute upgrade;
    private final RequestLog requests;
    private final ServerLimits limits;
    private final Loop loop;
    private final ConnectionSlot slot;

    private @Nullable ChannelHandlerContext context;
    private Sweeper.@Nullable Watch watch;
    private @Nullable HttpRequest request;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final OffloadedRequest offloadedRequest;
    private boolean greeted;
    private boolean finished;

    /// Whether the last request was refused before all of it was read.
    private boolean unread;

    /// The sweep at which the connection, the request or the pause after one began.
    private long since;

    HttpHandler(
            ApiRoute api,
            UpgradeRoute upgrade,
            RequestLog requests,
            ServerLimits limits,
            Loop loop,
            ConnectionSlot slot) {
        this.api = api;
        this.upgrade = upgrade;
        this.requests = requests;
        this.limits = limits;
        this.loop = loop;
        this.slot = slot;
        this.offloadedRequest = new OffloadedRequest(this, api);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        since = loop.sweeper().now();
        watch = loop.sweeper().watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        offloadedRequest.drop();
        if (watch != null) {
            watch.end();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (offloadedRequest.tryHold(message)) {
            return;
        }
        try {
            if (finished) {
                return;
            }
            if (message instanceof HttpRequest begun) {
                begin(ctx, begun);
            }
            if (message instanceof HttpContent content && request != null && !finished) {
                add(ctx, request, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && unread) {
            close();
        } else if (event instanceof ChannelInputShutdownEvent && !offloadedRequest.tryHoldEnd()) {
            endAfterAnswers(ctx);
        }
    }

    /// Closes behind what was answered and is not sent yet.
    void endAfterAnswers(ChannelHandlerContext ctx) {
        if (!finished) {
            finished = true;
            var _ =
                    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            log.atError().setCause(cause).log("connection closed by a defect of the server");
        }
        var _ = ctx.close();
    }

    @Override
    public void onSweep(long sweep) {
        var patience =
                request != null
                        ? limits.http().requestTimeout()
                        : greeted
                                ? limits.http().keepAliveTimeout()
                                : limits.http().handshakeTimeout();
        if (sweep - since >= limits.sweeps(patience)) {
            close();
        }
    }

    @Override
    public void onStop() {
        if (request == null && !offloadedRequest.isBusy()) {
            close();
        }
    }

    @Override
    public void onPressure(MemoryPressure pressure) {
        if (context != null) {
            var buffer = context.channel().unsafe().outboundBuffer();
            var allowance = pressure.allowance(limits.outbound().socketBytes());
            if (buffer != null && buffer.totalPendingWriteBytes() > allowance) {
                close();
            }
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest begun) {
        request = begun;
        var objection = RequestRules.objection(begun, limits.http().bodyBytes());
        if (objection != null) {
            refuse(ctx, begun, objection);
        } else {
            if (HttpUtil.is100ContinueExpected(begun)) {
                var _ = ctx.writeAndFlush(Responses.proceed(), ctx.voidPromise());
            }
            body = new ByteArrayOutputStream(0);
            since = loop.sweeper().now();
        }
    }

    private void add(ChannelHandlerContext ctx, HttpRequest begun, HttpContent content) {
        var objection = RequestRules.objection(content.decoderResult());
        int length = content.content().readableBytes();
        if (objection != null) {
            refuse(ctx, begun, objection);
        } else if (body.size() + length > limits.http().bodyBytes()) {
            refuse(ctx, begun, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else {
            var bytes = new byte[length];
            content.content().readBytes(bytes);
            body.writeBytes(bytes);
            if (content instanceof LastHttpContent) {
                complete(ctx, begun);
            }
        }
    }

    private void complete(ChannelHandlerContext ctx, HttpRequest complete) {
        request = null;
        greeted = true;
        since = loop.sweeper().now();
        if (WebSocketUpgrade.isAskedBy(complete)) {
            upgrade(ctx, complete);
        } else if (HttpFallback.isAskedAt(complete.uri())) {
            refuseFallback(ctx, complete);
        } else if (Api.isLong(complete.method().name(), complete.uri())) {
            offloadedRequest.answer(ctx, complete, body.toByteArray());
        } else {
            respond(ctx, complete, api.answer(complete, body.toByteArray()));
        }
        body = new ByteArrayOutputStream(0);
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest complete) {
        var refusal = WebSocketUpgrade.refusal(complete);
        if (refusal.isPresent()) {
            refuse(ctx, complete, refusal.get());
        } else {
            finished = true;
            upgrade.greet(ctx, complete, loop, slot);
        }
    }

    private void refuseFallback(ChannelHandlerContext ctx, HttpRequest asked) {
        if (!asked.method().equals(HttpMethod.OPTIONS)) {
            requests.refusedFallback(ctx.channel(), asked);
        }
        finished = true;
        var _ =
                ctx.writeAndFlush(HttpFallback.refusal(asked.method()))
                        .addListener(ChannelFutureListener.CLOSE);
    }

    private void refuse(ChannelHandlerContext ctx, HttpRequest asked, HttpResponseStatus status) {
        request = null;
        unread = status.equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        respond(ctx, asked, new Answer(status.code(), false, reason(status)), false);
    }

    /// Returns what a client and the log are told: with the limit, where there is one.
    private String reason(HttpResponseStatus status) {
        var http = limits.http();
        return switch (status.code()) {
            case 413 -> status.reasonPhrase() + ", the limit is " + http.bodyBytes() + " bytes";
            case 414, 431 ->
                    status.reasonPhrase() + ", the limit is " + http.headerBytes() + " bytes";
            default -> status.reasonPhrase();
        };
    }

    void respond(ChannelHandlerContext ctx, HttpRequest asked, Answer answer) {
        respond(ctx, asked, answer, slot.mayStay() && HttpUtil.isKeepAlive(asked));
    }

    private void respond(
            ChannelHandlerContext ctx, HttpRequest asked, Answer answer, boolean keepAlive) {
        requests.answered(ctx.channel(), asked, answer);
        if (!ctx.channel().isWritable()) {
            // The peer asks without reading the answers.
            finished = true;
            var _ = ctx.close();
            return;
        }
        var response = Responses.of(answer, keepAlive, asked.method().equals(HttpMethod.HEAD));
        if (keepAlive) {
            var _ = ctx.write(response, ctx.voidPromise());
        } else {
            finished = true;
            var _ = ctx.writeAndFlush(response).addListener(_ -> end(ctx));
        }
    }

    /// Closes behind the last answer. What a peer goes on sending of a refused request is taken for as
    /// long as a handshake may last, because otherwise it would be reset and might never read why.
    private void end(ChannelHandlerContext ctx) {
        if (unread) {
            greeted = false;
            since = loop.sweeper().now();
            Encryption.endOutput(ctx.channel());
        } else {
            var _ = ctx.close();
        }
    }

    private void close() {
        if (context != null) {
            var _ = context.close();
        }
    }
}
