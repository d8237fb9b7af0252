// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.connection.ConnectionPolicy;
import dev.parley.channels.loop.Loop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// The way from HTTP to a WebSocket, [RFC 6455 §4.2](https://www.rfc-editor.org/rfc/rfc6455#section-4.2).
/// Thread-safe.
public final class WebSocketUpgrade {
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String SUBPROTOCOL = "pusher-channels-protocol-7";
    private static final int NONCE_BYTES = 16;

    private final SocketContext context;
    private final WebSocketDecoderConfig decoding;

    /// @param context what the sockets share
    public WebSocketUpgrade(SocketContext context) {
        this.context = context;
        this.decoding =
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .maxFramePayloadLength(context.limits().messages().bytes())
                        .closeOnProtocolViolation(false)
                        .withUTF8Validator(false)
                        .build();
    }

    /// Returns whether a request asks for a WebSocket.
    public static boolean isAskedBy(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.headers()
                        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /// Returns the status to refuse an upgrade with, if it is not made as the RFC demands.
    public static Optional<HttpResponseStatus> refusal(HttpRequest request) {
        var headers = request.headers();
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Optional.of(HttpResponseStatus.UPGRADE_REQUIRED);
        }
        boolean asked =
                request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                        && headers.containsValue(
                                HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                        && isNonce(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""));
        return asked ? Optional.empty() : Optional.of(HttpResponseStatus.BAD_REQUEST);
    }

    /// Switches the connection over and lets its first word be said.
    ///
    /// @param ctx that of the HTTP handler, which leaves the pipeline with the HTTP codec
    /// @param request one that [#refusal] has no objection to
    /// @return whether the client was greeted; an app that is full sends even the admitted away
    public boolean perform(
            ChannelHandlerContext ctx,
            HttpRequest request,
            Loop loop,
            ConnectionPolicy.Decision decision) {
        var _ = ctx.writeAndFlush(switching(request), ctx.voidPromise());
        var pipeline = ctx.pipeline();
        var decoder = new FrameDecoder(decoding);
        var handler = new SocketHandler(loop, context, ctx.channel(), decoder);
        pipeline.addLast(decoder, handler);
        pipeline.remove(ctx.handler());
        pipeline.remove(HttpResponseEncoder.class);
        boolean greeted = handler.start(decision);
        // Last, because the decoder passes on what the client sent right behind its request.
        pipeline.remove(HttpRequestDecoder.class);
        return greeted;
    }

    private static DefaultFullHttpResponse switching(HttpRequest request) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        var key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(key));
        if (request.headers()
                .containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, false)) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
        }
        return response;
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            var bytes = digest.digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key).length == NONCE_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
