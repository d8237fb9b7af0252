package dev.parley.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/// Reads requests strictly: one whose end two servers could see in different places is broken, see
/// [RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112#section-6). Owned by the loop of its connection.
public final class StrictRequestDecoder extends HttpRequestDecoder {
    /// The most headers of a request. A header of a few bytes takes a hundred in memory, so that their
    /// bytes alone bound nothing.
    static final int MOST_HEADERS = 200;

    private boolean inTheMiddle;

    /// @param lineBytes the longest request line; a longer one fails with `TooLongHttpLineException`
    /// @param headerBytes the most of all headers; more fail with `TooLongHttpHeaderException`
    public StrictRequestDecoder(int lineBytes, int headerBytes) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(lineBytes)
                        .setMaxHeaderSize(headerBytes)
                        .setHeadersFactory(new FewHeaders())
                        .setTrailersFactory(new FewHeaders())
                        .setStrictLineParsing(true)
                        .setAllowDuplicateContentLengths(false));
    }

    /// Says whether bytes came of which nothing has been passed on yet.
    boolean isInTheMiddle() {
        return inTheMiddle;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        var passedOn = out.size();
        super.decode(ctx, in, out);
        inTheMiddle = out.size() == passedOn;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    /// Makes headers that can be added only so many times.
    private static final class FewHeaders implements HttpHeadersFactory {
        @Override
        public HttpHeaders newHeaders() {
            return new DefaultHttpHeaders() {
                private int added;

                @Override
                public HttpHeaders add(CharSequence name, Object value) {
                    added++;
                    if (added > MOST_HEADERS) {
                        throw new TooManyHeadersException(MOST_HEADERS);
                    }
                    return super.add(name, value);
                }
            };
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return newHeaders();
        }
    }
}
