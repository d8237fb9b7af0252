package dev.parley.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One keep-alive HTTP connection that publishes; one request at a time, as Pusher's libraries do it.
final class Lane extends ChannelInboundHandlerAdapter {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "content-length:";

    private final Listener listener;
    private final StringBuilder response = new StringBuilder();
    private @Nullable ChannelHandlerContext context;
    private int sequence;

    Lane(Listener listener) {
        this.listener = listener;
    }

    /// Told what becomes of the requests.
    interface Listener {
        /// The connection is there.
        void onReady(Lane lane);

        /// A publish was answered with success.
        void onAnswer(Lane lane, int sequence);

        /// A publish was refused, or the connection is gone.
        void onRefused(String why);
    }

    /// Publishes; the answer of the last one must have come.
    void publish(RequestTemplate template, int number) {
        if (context == null) {
            throw new IllegalStateException("the connection is not there yet");
        }
        sequence = number;
        var request = context.alloc().buffer();
        template.writeTo(request, number);
        var _ = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        listener.onReady(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var buffer = (ByteBuf) message;
        response.append(buffer.toString(StandardCharsets.ISO_8859_1));
        buffer.release();
        int head = response.indexOf(END_OF_HEAD);
        if (head >= 0 && response.length() >= head + END_OF_HEAD.length() + bodyLength(head)) {
            complete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        listener.onRefused("the server closed a publishing connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    private int bodyLength(int head) {
        var headers = response.substring(0, head).toLowerCase(Locale.ROOT);
        int at = headers.indexOf(LENGTH);
        if (at < 0) {
            // Only an answer without a body may come without a length from the measured servers.
            return headers.contains("chunked") ? Integer.MAX_VALUE / 2 : 0;
        }
        int end = headers.indexOf('\r', at);
        return Integer.parseInt(
                headers.substring(at + LENGTH.length(), end < 0 ? head : end).strip());
    }

    private void complete() {
        boolean accepted = response.length() > 9 && response.charAt(9) == '2';
        var text = response.toString();
        response.setLength(0);
        if (accepted) {
            listener.onAnswer(this, sequence);
        } else {
            listener.onRefused("a publish was refused: " + text.replaceAll("\\s+", " ").strip());
        }
    }
}
