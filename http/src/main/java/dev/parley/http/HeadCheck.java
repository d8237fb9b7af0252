// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/// What a request's head may look like.
final class HeadCheck {
    private final RequestLimits limits;

    HeadCheck(RequestLimits limits) {
        this.limits = limits;
    }

    /// Returns what is wrong with a head; empty when it can be answered.
    Optional<RequestError> objection(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return Optional.of(broken(head.decoderResult()));
        }
        var headers = head.headers();
        if (head.protocolVersion().majorVersion() != 1) {
            return error(505, "The server answers HTTP/1.1 and HTTP/1.0");
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return error(400, "The request names several hosts");
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            if (head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
                return error(400, "HTTP/1.0 has no Transfer-Encoding");
            }
            if (!isChunkedOnly(head)) {
                return error(501, "The only Transfer-Encoding the server reads is chunked");
            }
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(head)) {
            return error(417, "The only Expect the server meets is 100-continue");
        }
        try {
            var _ = RequestUri.parse(head.uri());
            return Optional.empty();
        } catch (RequestRefusedException e) {
            return error(e.status(), e.reason());
        }
    }

    /// Returns what made a part of a request unreadable.
    RequestError broken(DecoderResult result) {
        return switch (result.cause()) {
            case TooLongHttpLineException _ ->
                    new RequestError(
                            414,
                            "The address of a request may have at most %d bytes"
                                    .formatted(limits.targetBytes()),
                            limits.targetBytes());
            case TooLongHttpHeaderException _ ->
                    new RequestError(
                            431,
                            "The headers of a request, cookies among them, may have at most %d bytes"
                                    .formatted(limits.headerBytes()),
                            limits.headerBytes());
            case TooManyHeadersException e ->
                    new RequestError(
                            431,
                            "A request may have at most %d headers".formatted(e.limit()),
                            e.limit());
            case null, default -> RequestError.of(400, "The request is not HTTP/1.1");
        };
    }

    private static boolean isChunkedOnly(HttpRequest head) {
        var codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
    }

    private static Optional<RequestError> error(int status, String reason) {
        return Optional.of(RequestError.of(status, reason));
    }
}
