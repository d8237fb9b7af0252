// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Writes an answer on the thread that computed it, which waits until the client has taken what went
/// before: so no more than one part of it is in memory.
final class AnswerWriter {
    private static final int PART_BYTES = 16 << 10;

    /// So many bytes must be taken within the timeout.
    private static final int WINDOW_BYTES = 64 << 10;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Channel channel;
    private final Duration timeout;
    private final InstantSource clock;

    /// @param timeout for each 64 KiB
    /// @param clock the date of answers
    AnswerWriter(Channel channel, Duration timeout, InstantSource clock) {
        this.channel = channel;
        this.timeout = timeout;
        this.clock = clock;
    }

    /// How an answer is framed.
    ///
    /// @param bodiless whether the body is left out, as in the answer to `HEAD`
    /// @param chunks whether the client understands chunks
    /// @param keepAlive whether another request may follow
    record Framing(boolean bodiless, boolean chunks, boolean keepAlive) {}

    /// Writes an answer and returns when the client's system has taken all of it.
    ///
    /// @throws ClientGoneException when the client is gone or does not read
    /// @throws IOException when the body breaks off
    void write(Response answer, Framing framing) throws IOException, InterruptedException {
        try (var body = answer.body().open()) {
            var length = answer.body().length();
            var _ = channel.write(head(answer, length, framing), channel.voidPromise());
            if (!framing.bodiless() && mayHaveBody(answer.status())) {
                writeBody(body, length);
            }
            await(
                    channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT),
                    System.nanoTime() + timeout.toNanos());
        }
    }

    private HttpResponse head(Response answer, OptionalLong length, Framing framing) {
        var head =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        var headers = head.headers();
        answer.headers().forEach(headers::set);
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set(HttpHeaderNames.DATE, DATE.format(clock.instant()));
        }
        if (mayHaveBody(answer.status())) {
            if (length.isPresent()) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, length.getAsLong());
            } else if (framing.chunks() && !framing.bodiless()) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        headers.set(
                HttpHeaderNames.CONNECTION,
                framing.keepAlive() ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        return head;
    }

    private void writeBody(InputStream body, OptionalLong length)
            throws IOException, InterruptedException {
        var part = new byte[(int) Math.min(PART_BYTES, length.orElse(PART_BYTES))];
        var deadline = System.nanoTime() + timeout.toNanos();
        var written = 0L;
        var window = 0L;
        var count = body.readNBytes(part, 0, part.length);
        while (count > 0) {
            written += count;
            window += count;
            var content =
                    new DefaultHttpContent(Unpooled.wrappedBuffer(Arrays.copyOf(part, count)));
            if (count < PART_BYTES) {
                // The last part goes with the end.
                var _ = channel.write(content, channel.voidPromise());
                break;
            }
            await(channel.writeAndFlush(content), deadline);
            if (window >= WINDOW_BYTES) {
                window = 0;
                deadline = System.nanoTime() + timeout.toNanos();
            }
            count = body.readNBytes(part, 0, part.length);
        }
        if (length.isPresent() && written != length.getAsLong()) {
            throw new EOFException(
                    "an answer of %d bytes ended after %d".formatted(length.getAsLong(), written));
        }
    }

    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 304;
    }

    private static void await(ChannelFuture written, long deadline)
            throws IOException, InterruptedException {
        if (!written.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new ClientGoneException("the client does not read", null);
        }
        if (!written.isSuccess()) {
            throw new ClientGoneException("the client is gone", written.cause());
        }
    }
}
