// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One visit: connects, subscribes to a public, a private and a presence channel, tells the others
/// something, and leaves in one of three ways. Owned by its event loop.
final class Visitor extends SimpleChannelInboundHandler<ByteBuf> {
    /// How visits end.
    enum Leaving {
        /// With a close frame, which the server answers.
        CLOSE,
        /// Having left every channel first.
        UNSUBSCRIBE,
        /// With a reset, as a lost phone does.
        RESET
    }

    private static final Pattern SOCKET_ID = Pattern.compile("(\\d+\\.\\d+)");
    private static final String SUCCEEDED = "subscription_succeeded";
    private static final int CHANNELS = 3;
    private static final int MOST = 16 << 10;

    private final int number;
    private final Leaving leaving;
    private final Runnable done;
    private final StringBuilder heard = new StringBuilder();
    private boolean subscribed;

    /// @param number decides which channels and which user
    /// @param done called when the server did all it should
    Visitor(int number, Runnable done) {
        this.number = number;
        this.leaving = Leaving.values()[number % Leaving.values().length];
        this.done = done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        write(
                ctx,
                """
                GET /app/churn-key?protocol=7 HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13

                """
                        .replace("\n", "\r\n"));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        heard.append(bytes.toString(StandardCharsets.ISO_8859_1));
        if (!subscribed) {
            int at = heard.indexOf("socket_id");
            int end = heard.indexOf("activity_timeout");
            if (at >= 0 && end > at) {
                subscribed = true;
                var id = SOCKET_ID.matcher(heard).region(at, end);
                if (!id.find()) {
                    throw new AssertionError("no socket id in " + heard);
                }
                subscribe(ctx, id.group(1));
                heard.setLength(0);
            }
        } else if (heard.indexOf("pusher:pong") >= 0) {
            if (count(SUCCEEDED) == CHANNELS) {
                done.run();
            }
            heard.setLength(0);
            leave(ctx);
        } else if (heard.length() > MOST) {
            var _ = ctx.close();
        }
    }

    private void subscribe(ChannelHandlerContext ctx, String id) {
        var data = "{\"user_id\":\"" + number % 50 + "\"}";
        var quoted = data.replace("\"", "\\\"");
        write(
                ctx,
                text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + open() + "\"}}")
                        + text(signed(id, closed(), null, ""))
                        + text(signed(id, presence(), data, ",\"channel_data\":\"" + quoted + "\""))
                        + text(
                                "{\"event\":\"client-hello\",\"channel\":\""
                                        + closed()
                                        + "\",\"data\":{\"n\":"
                                        + number
                                        + "}}")
                        + text("{\"event\":\"pusher:ping\",\"data\":{}}"));
    }

    private void leave(ChannelHandlerContext ctx) {
        switch (leaving) {
            case CLOSE -> write(ctx, frame(0x88, "\u0003\u00e8"));
            case UNSUBSCRIBE ->
                    write(
                            ctx,
                            unsubscribe(open())
                                    + unsubscribe(closed())
                                    + unsubscribe(presence())
                                    + frame(0x88, ""));
            case RESET -> {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                var _ = ctx.close();
            }
        }
    }

    /// Every visit has a channel of its own and one with a few others.
    private String open() {
        return "visit-" + number;
    }

    private String closed() {
        return "private-" + number % 200;
    }

    private String presence() {
        return "presence-" + number % 200;
    }

    private static String signed(String id, String channel, @Nullable String data, String more) {
        return "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
                + channel
                + "\",\"auth\":\""
                + ChurnServer.KEY.channelAuth(id, channel, data)
                + "\""
                + more
                + "}}";
    }

    private static String unsubscribe(String channel) {
        return text(
                "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    private static String text(String message) {
        return frame(0x81, message);
    }

    /// Returns a frame whose mask is zero, one character a byte.
    private static String frame(int head, String payload) {
        int length = payload.length();
        var size =
                length < 126
                        ? String.valueOf((char) (0x80 | length))
                        : "\u00fe" + (char) (length >> 8) + (char) (length & 0xFF);
        return (char) head + size + "\0\0\0\0" + payload;
    }

    private static void write(ChannelHandlerContext ctx, String bytes) {
        var _ = ctx.writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private int count(String what) {
        int count = 0;
        for (int at = heard.indexOf(what); at >= 0; at = heard.indexOf(what, at + 1)) {
            count++;
        }
        return count;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
