package dev.parley.channels.http;

import dev.parley.channels.config.HttpLimits;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Reads requests as strictly as it can be done. A request whose end two servers could see in
/// different places is broken, see [RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112#section-6).
final class RequestDecoder extends HttpRequestDecoder {
    RequestDecoder(HttpLimits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.headerBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setStrictLineParsing(true)
                        .setAllowDuplicateContentLengths(false));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
