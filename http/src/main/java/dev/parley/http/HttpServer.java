// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running HTTP/1 server. Thread-safe.
///
/// A server that was closed is started again by another [#start] with the same configuration; the port
/// is free as soon as [#close] returns.
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int BACKLOG = 4_096;
    private static final int MOST_LOOPS = 2;
    private static final int BIND_ATTEMPTS = 100;
    private static final Duration BIND_PAUSE = Duration.ofMillis(20);

    /// How much one read takes: it is what a connection may hold of a body nobody has asked for.
    private static final int LEAST_READ_BYTES = 512;

    private static final int USUAL_READ_BYTES = 2 << 10;
    private static final int MOST_READ_BYTES = 16 << 10;

    /// How much the system takes for a client that does not read; left alone it takes up to 4 MiB.
    private static final int SEND_BUFFER_BYTES = 256 << 10;

    private final ServerContext context;
    private final EventLoopGroup loops;
    private final InetSocketAddress address;
    private volatile Channel listening;

    private HttpServer(ServerContext context, EventLoopGroup loops, Channel listening) {
        this.context = context;
        this.loops = loops;
        this.listening = listening;
        this.address = (InetSocketAddress) listening.localAddress();
    }

    /// Starts a server; it answers when this returns.
    ///
    /// @param handler answers requests
    /// @param errors words the errors of the server itself
    /// @param clock the date of answers
    /// @throws UncheckedIOException when it cannot listen on its port
    public static HttpServer start(
            HttpServerConfig config,
            RequestHandler handler,
            ErrorForm errors,
            InstantSource clock) {
        var context =
                new ServerContext(
                        config,
                        handler,
                        errors,
                        new Connections(config),
                        new RefusalLog(config.name(), clock),
                        clock);
        var loops =
                new MultiThreadIoEventLoopGroup(
                        Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()),
                        new DefaultThreadFactory(config.name() + "-http", true),
                        NioIoHandler.newFactory());
        try {
            var address = new InetSocketAddress(config.bindAddress(), config.port());
            return new HttpServer(context, loops, listen(context, loops, address));
        } catch (RuntimeException e) {
            var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    /// Returns the port it listens on.
    public int port() {
        return address.getPort();
    }

    /// Returns whether it takes new connections.
    public boolean isListening() {
        return listening.isActive();
    }

    /// Listens on its port again, after the listening socket was lost; connections stay. One thread calls
    /// it.
    ///
    /// @throws UncheckedIOException when it cannot listen
    public void listenAgain() {
        var lost = listening;
        lost.close().awaitUninterruptibly();
        for (var attempt = 1; ; attempt++) {
            try {
                listening = listen(context, loops, address);
                return;
            } catch (UncheckedIOException e) {
                if (attempt == BIND_ATTEMPTS || !isTaken(e)) {
                    throw e;
                }
                // Java closes a socket when its selector runs next, so ours may still be there.
                lost.eventLoop()
                        .schedule(() -> {}, BIND_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                        .awaitUninterruptibly();
            }
        }
    }

    /// Returns the listening socket.
    Channel listening() {
        return listening;
    }

    /// Returns how many connections are open.
    public int connections() {
        return context.connections().count();
    }

    /// Returns how many bytes of requests are in memory, those left out that each may have.
    public long bufferedBytes() {
        return context.connections().buffers().used();
    }

    /// Stops listening, drains requests under way for at most two seconds, closes the connections.
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        context.connections().drain(DRAIN);
        loops.shutdownGracefully(0, DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(DRAIN.toMillis());
        log.atDebug().addKeyValue("server", context.config().name()).log("server stopped");
    }

    private static boolean isTaken(UncheckedIOException failure) {
        var bound = failure.getCause();
        return bound != null && bound.getCause() instanceof BindException;
    }

    private static Channel listen(
            ServerContext context, EventLoopGroup loops, InetSocketAddress address) {
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                                LEAST_READ_BYTES, USUAL_READ_BYTES, MOST_READ_BYTES)
                                        .maxMessagesPerRead(1))
                        .childHandler(new Receiver(context))
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    "cannot listen on %s:%d".formatted(address.getHostString(), address.getPort()),
                    new IOException(bound.cause()));
        }
        return bound.channel();
    }

    /// Sets new connections up.
    private static final class Receiver extends ChannelInitializer<SocketChannel> {
        private final ServerContext context;

        Receiver(ServerContext context) {
            this.context = context;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            var remote = channel.remoteAddress();
            if (remote == null) {
                // It is gone already.
                var _ = channel.close();
                return;
            }
            var connection = new HttpConnection(context, channel, remote.getAddress());
            channel.pipeline()
                    .addLast(
                            new ByteCounter(connection),
                            connection.decoder(),
                            new HttpResponseEncoder(),
                            connection);
        }
    }
}
