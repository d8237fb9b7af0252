// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads requests strictly: one whose end two servers could see in different places is broken, see
/// [RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112#section-6). Owned by the loop of its connection.
public final class StrictRequestDecoder extends HttpRequestDecoder {
    /// The most headers of a request. A header of a few bytes takes a hundred in memory, so that their
    /// bytes alone bound nothing.
    static final int MOST_HEADERS = 200;

    private final BooleanSupplier mayGoOn;
    private @Nullable ChannelHandlerContext context;
    private boolean inTheMiddle;

    /// Reads on whatever happens.
    ///
    /// @param lineBytes the longest request line; a longer one fails with `TooLongHttpLineException`
    /// @param headerBytes the most of all headers; more fail with `TooLongHttpHeaderException`
    public StrictRequestDecoder(int lineBytes, int headerBytes) {
        this(lineBytes, headerBytes, () -> true);
    }

    /// @param lineBytes the longest request line; a longer one fails with `TooLongHttpLineException`
    /// @param headerBytes the most of all headers; more fail with `TooLongHttpHeaderException`
    /// @param mayGoOn asked before each part of a message; while it says no, what came stays as it came,
    ///     until [#goOn] is called
    StrictRequestDecoder(int lineBytes, int headerBytes, BooleanSupplier mayGoOn) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(lineBytes)
                        .setMaxHeaderSize(headerBytes)
                        .setHeadersFactory(new FewHeaders())
                        .setTrailersFactory(new FewHeaders())
                        .setStrictLineParsing(true)
                        .setAllowDuplicateContentLengths(false));
        this.mayGoOn = mayGoOn;
    }

    /// Reads what was left while it might not go on.
    void goOn() {
        var present = context;
        if (present == null) {
            return; // nothing has come yet
        }
        try {
            channelRead(present, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            present.fireExceptionCaught(e);
        }
    }

    /// Returns whether all that came was read.
    boolean isEmpty() {
        return actualReadableBytes() == 0;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /// Returns whether bytes came of which nothing has been passed on yet.
    boolean isInTheMiddle() {
        return inTheMiddle;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (!mayGoOn.getAsBoolean()) {
            return;
        }
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
