// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.http.TooManyHeadersException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/// What a request may look like.
final class RequestRules {
    private static final int SCHEME_END = "://".length();

    private RequestRules() {}

    /// Returns what is wrong with a request, seen from its head.
    ///
    /// @param bodyBytes how long the body may be
    static @Nullable HttpResponseStatus objection(HttpRequest request, int bodyBytes) {
        var broken = objection(request.decoderResult());
        if (broken != null) {
            return broken;
        }
        var headers = request.headers();
        boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1
                || (chunked && !isChunkedOnly(request))) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
            return HttpResponseStatus.EXPECTATION_FAILED;
        }
        long length = HttpUtil.getContentLength(request, 0L);
        if (length > bodyBytes) {
            return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
        }
        if ((chunked || length > 0) && WebSocketUpgrade.isAskedBy(request)) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        return null;
    }

    /// Returns what is wrong with a part of a request.
    static @Nullable HttpResponseStatus objection(DecoderResult result) {
        if (result.isSuccess()) {
            return null;
        }
        return switch (result.cause()) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            case TooManyHeadersException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            case null, default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    /// Returns the path and query of a target that may name the server too.
    static String pathAndQuery(String target) {
        if (!target.regionMatches(true, 0, "http", 0, 4)) {
            return target;
        }
        int scheme = target.indexOf("://");
        int path = scheme < 0 ? -1 : target.indexOf('/', scheme + SCHEME_END);
        return path < 0 ? "/" : target.substring(path);
    }

    private static boolean isChunkedOnly(HttpRequest request) {
        var codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
    }
}
