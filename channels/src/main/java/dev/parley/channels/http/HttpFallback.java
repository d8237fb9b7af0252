// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.StrictJson;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What pusher-js tries when it opens no WebSocket: `xhr_streaming` and `xhr_polling`, at
/// `/pusher/app/{key}/{server}/{session}/…` in
/// [SockJS](https://github.com/sockjs/sockjs-protocol)' framing.
///
/// It is not served. A session is opened and closed in one answer, because the client tells its page
/// why a connection ended only of one that was open. The code is one after which it tries again: a
/// WebSocket that was only slow is not given up for good.
final class HttpFallback {
    /// Why, for people.
    static final String REASON =
            "This server speaks WebSockets only, and none was opened: let them through, or check the proxy in front of the server";

    /// The number of the refusal.
    static final int CODE = ErrorCode.WEBSOCKET_ONLY.number();

    private static final Pattern PATH =
            Pattern.compile(
                    "[^?]*/app/[^/?]+/[0-9]{1,10}/[^/?]{1,64}/xhr(_streaming|_send)?(\\?.*)?");

    private HttpFallback() {}

    static boolean isAskedAt(String target) {
        return PATH.matcher(target).matches();
    }

    /// Refuses; a browser's question whether it may ask is answered with yes.
    static FullHttpResponse refusal(HttpMethod method) {
        boolean asksFirst = method.equals(HttpMethod.OPTIONS);
        var body = asksFirst ? "" : "o\nc" + closing() + "\n";
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        asksFirst ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.OK,
                        Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/javascript; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS")
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (!asksFirst) {
            response.headers()
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        }
        return response;
    }

    private static String closing() {
        return StrictJson.write(json -> {
            json.writeStartArray();
            json.writeNumber(CODE);
            json.writeString(REASON);
            json.writeEndArray();
        });
    }
}
