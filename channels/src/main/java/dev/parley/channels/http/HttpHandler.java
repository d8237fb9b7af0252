package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.Sweeper;
import dev.parley.channels.socket.WebSocketUpgrade;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
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

    private final HttpFront front;
    private final Loop loop;
    private final HttpServerCodec codec;

    private @Nullable ChannelHandlerContext context;
    private Sweeper.@Nullable Watch watch;
    private @Nullable HttpRequest request;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final Elsewhere elsewhere = new Elsewhere(this);
    private boolean greeted;
    private boolean finished;

    /// The sweep at which the connection, the request or the pause after one began.
    private long since;

    HttpHandler(HttpFront front, Loop loop, HttpServerCodec codec) {
        this.front = front;
        this.loop = loop;
        this.codec = codec;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        since = loop.sweeper().now();
        watch = loop.sweeper().watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        elsewhere.drop();
        if (watch != null) {
            watch.end();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (elsewhere.holds(message)) {
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
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            log.atError().setCause(cause).log("connection closed by a defect of the server");
        }
        var _ = ctx.close();
    }

    @Override
    public void onSweep(long sweep) {
        var limits = front.limits();
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
        close();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest begun) {
        var broken = refusal(begun.decoderResult());
        if (broken != null) {
            refuse(ctx, broken);
        } else if (HttpUtil.getContentLength(begun, 0L) > front.limits().http().bodyBytes()) {
            refuse(ctx, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else {
            if (HttpUtil.is100ContinueExpected(begun)) {
                var _ = ctx.writeAndFlush(Responses.proceed(), ctx.voidPromise());
            }
            request = begun;
            body = new ByteArrayOutputStream(0);
            since = loop.sweeper().now();
        }
    }

    private void add(ChannelHandlerContext ctx, HttpRequest begun, HttpContent content) {
        var broken = refusal(content.decoderResult());
        int length = content.content().readableBytes();
        if (broken != null) {
            refuse(ctx, broken);
        } else if (body.size() + length > front.limits().http().bodyBytes()) {
            refuse(ctx, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
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
        } else if (Api.isLong(complete.method().name(), complete.uri())) {
            elsewhere.answer(ctx, complete, body.toByteArray());
        } else {
            respond(
                    ctx,
                    front.answer(complete.method().name(), complete.uri(), body.toByteArray()),
                    HttpUtil.isKeepAlive(complete));
        }
        body = new ByteArrayOutputStream(0);
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest complete) {
        var refusal = WebSocketUpgrade.refusal(complete);
        if (refusal.isPresent()) {
            refuse(ctx, refusal.get());
        } else {
            finished = true;
            front.upgrade().perform(ctx, codec, complete, loop, front.admit(complete.uri()));
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
        respond(ctx, new Answer(status.code(), false, status.reasonPhrase()), false);
    }

    /// Computes an answer; any thread may.
    Answer answer(HttpRequest complete, byte[] bytes) {
        return front.answer(complete.method().name(), complete.uri(), bytes);
    }

    void respond(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
        if (!ctx.channel().isWritable()) {
            // The peer asks without reading the answers.
            finished = true;
            var _ = ctx.close();
            return;
        }
        var response = Responses.of(answer, keepAlive);
        if (keepAlive) {
            var _ = ctx.write(response, ctx.voidPromise());
        } else {
            finished = true;
            var _ = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void close() {
        if (context != null) {
            var _ = context.close();
        }
    }

    private static @Nullable HttpResponseStatus refusal(DecoderResult result) {
        if (result.isSuccess()) {
            return null;
        }
        return switch (result.cause()) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            case null, default -> HttpResponseStatus.BAD_REQUEST;
        };
    }
}
