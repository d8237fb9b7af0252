// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A WebSocket server that sends a greeting, and to each message what the script says.
final class ScriptedServer implements AutoCloseable {
    /// A message that makes the server close with a code, such as `close 4009`.
    private static final String CLOSE = "close ";

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Channel listening;

    /// @param script what is sent to each message of the client
    ScriptedServer(List<String> greeting, Function<String, List<String>> script) {
        listening =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpServerCodec(),
                                                        new HttpObjectAggregator(10_000),
                                                        new WebSocketServerProtocolHandler("/app"),
                                                        new Actor(greeting, script));
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .syncUninterruptibly()
                        .channel();
    }

    URI address() {
        return URI.create(
                "ws://127.0.0.1:%d/app"
                        .formatted(((InetSocketAddress) listening.localAddress()).getPort()));
    }

    /// Waits for the next message of the client.
    String received() throws InterruptedException {
        var message = received.poll(5, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the client sent nothing");
        }
        return message;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Actor extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final List<String> greeting;
        private final Function<String, List<String>> script;

        Actor(List<String> greeting, Function<String, List<String>> script) {
            this.greeting = greeting;
            this.script = script;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event)
                throws Exception {
            if (event instanceof HandshakeComplete) {
                play(context, greeting);
            }
            super.userEventTriggered(context, event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            received.add(frame.text());
            play(context, script.apply(frame.text()));
        }

        private static void play(ChannelHandlerContext context, List<String> messages) {
            for (var message : messages) {
                var _ =
                        context.writeAndFlush(
                                message.startsWith(CLOSE)
                                        ? new CloseWebSocketFrame(
                                                Integer.parseInt(message.substring(CLOSE.length())),
                                                "over")
                                        : new TextWebSocketFrame(message));
            }
        }
    }
}
