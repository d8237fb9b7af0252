// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One publisher: a keep-alive HTTP connection with one request at a time, as Pusher's libraries have it.
/// Connects when there is something to publish, and again where a server closes after each answer.
final class PublisherConnection {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "content-length:";
    private static final int STATUS = 9;

    private final Generator generator;
    private final InetSocketAddress server;
    private final Listener listener;
    private @Nullable Connection open;
    private boolean closed;

    /// The last answer that was read word for word; most servers never give another.
    private ByteBuf usual = Unpooled.EMPTY_BUFFER;

    PublisherConnection(Generator generator, InetSocketAddress server, Listener listener) {
        this.generator = generator;
        this.server = server;
        this.listener = listener;
    }

    /// Told what becomes of the requests.
    interface Listener {
        /// A publish was answered with success.
        void onAnswer(PublisherConnection publisher, int sequence);

        /// A publish was refused, or got no answer.
        void onRefused(String why);
    }

    /// Publishes; the answer of the last one must have come.
    void publish(RequestTemplate template, int sequence) {
        if (open != null) {
            open.send(template, sequence);
        } else {
            var connection = new Connection(template, sequence);
            var _ =
                    generator
                            .bootstrap(connection)
                            .connect(server)
                            .addListener(
                                    (ChannelFutureListener)
                                            connected -> {
                                                if (!connected.isSuccess()) {
                                                    listener.onRefused(
                                                            "cannot connect to publish: "
                                                                    + connected.cause());
                                                }
                                            });
        }
    }

    void close() {
        closed = true;
        if (open != null) {
            open.close();
        }
    }

    /// One connection and its current request.
    private final class Connection extends ChannelInboundHandlerAdapter {
        private final RequestTemplate first;
        private final StringBuilder response = new StringBuilder();
        private @Nullable ChannelHandlerContext context;
        private int sequence;
        private boolean asking;

        Connection(RequestTemplate first, int sequence) {
            this.first = first;
            this.sequence = sequence;
        }

        void send(RequestTemplate template, int number) {
            if (context != null) {
                sequence = number;
                asking = true;
                var request = context.alloc().buffer();
                template.writeTo(request, number);
                var _ = context.writeAndFlush(request, context.voidPromise());
            }
        }

        void close() {
            if (context != null) {
                var _ = context.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            context = ctx;
            open = this;
            send(first, sequence);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var buffer = (ByteBuf) message;
            if (asking && response.isEmpty() && isUsual(buffer)) {
                buffer.release();
                asking = false;
                listener.onAnswer(PublisherConnection.this, sequence);
                return;
            }
            response.append(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
            int head = response.indexOf(END_OF_HEAD);
            if (head < 0) {
                return;
            }
            var headers = response.substring(0, head).toLowerCase(Locale.ROOT);
            if (response.length() >= head + END_OF_HEAD.length() + bodyLength(headers)) {
                complete(headers);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            forget();
            if (asking && !closed) {
                listener.onRefused("the server closed a connection without answering a publish");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }

        /// Returns whether an answer is the one that was understood before, byte by byte.
        private boolean isUsual(ByteBuf buffer) {
            return usual.isReadable() && ByteBufUtil.equals(usual, buffer);
        }

        private void complete(String headers) {
            boolean accepted = headers.charAt(STATUS) == '2';
            if (accepted && !headers.contains("connection: close")) {
                usual = Unpooled.copiedBuffer(response, StandardCharsets.ISO_8859_1);
            }
            var text = accepted ? "" : response.toString().replaceAll("\\s+", " ").strip();
            response.setLength(0);
            asking = false;
            if (headers.contains("connection: close")) {
                forget();
                close();
            }
            if (accepted) {
                listener.onAnswer(PublisherConnection.this, sequence);
            } else {
                listener.onRefused("a publish was refused: " + text);
            }
        }

        private void forget() {
            if (equals(open)) {
                open = null;
            }
        }
    }

    private static int bodyLength(String headers) {
        int at = headers.indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        int end = headers.indexOf('\r', at);
        return Integer.parseInt(
                headers.substring(at + LENGTH.length(), end < 0 ? headers.length() : end).strip());
    }
}
