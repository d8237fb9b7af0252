// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.loop.Loop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// The listening sockets of a server, one for each event loop where the system can spread new
/// connections over them (`SO_REUSEPORT`): each loop accepts its own, so a connection never changes
/// threads. Elsewhere the first loop accepts for all. Thread-safe.
final class ListeningSockets implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final List<Listener> all;
    private final InetSocketAddress address;

    private ListeningSockets(List<Listener> all) {
        this.all = List.copyOf(all);
        this.address = all.getFirst().address();
    }

    /// Begins to listen.
    ///
    /// @param loops the event loops, at least one
    /// @param address port 0 takes a free one
    /// @param highWater bytes that may wait for one connection before it counts as not writable
    /// @param accept sets a new connection up, on its loop
    /// @throws UncheckedIOException if the address cannot be listened on, such as a taken port
    static ListeningSockets open(
            Transport transport,
            List<Loop> loops,
            InetSocketAddress address,
            int highWater,
            BiConsumer<Channel, Loop> accept) {
        var first = loops.getFirst().executor();
        if (loops.size() == 1 || !transport.sharesPorts()) {
            var one = bootstrap(transport, highWater, accepting(loops, accept));
            var children = loops.size() == 1 ? first : first.parent();
            return new ListeningSockets(List.of(new Listener(one.group(first, children), address)));
        }
        refuseTaken(address);
        var bound = new ArrayList<Listener>();
        try {
            for (var loop : loops) {
                var shared =
                        bootstrap(transport, highWater, accepting(List.of(loop), accept))
                                .group(loop.executor(), loop.executor())
                                .option(UnixChannelOption.SO_REUSEPORT, true);
                bound.add(
                        new Listener(
                                shared, bound.isEmpty() ? address : bound.getFirst().address()));
            }
        } catch (UncheckedIOException e) {
            bound.forEach(Listener::close);
            throw e;
        }
        return new ListeningSockets(bound);
    }

    /// Returns the port listened on.
    int port() {
        return address.getPort();
    }

    /// Returns whether every socket takes new connections.
    boolean areListening() {
        return all.stream().allMatch(Listener::isListening);
    }

    /// Opens those sockets again that were lost; connections stay. One thread calls it.
    ///
    /// @throws UncheckedIOException when one cannot be opened
    void listenAgain() {
        all.stream().filter(one -> !one.isListening()).forEach(one -> one.open(address));
    }

    /// Returns the first listening socket.
    Channel first() {
        return all.getFirst().channel;
    }

    /// Stops to listen; connections stay.
    @Override
    public void close() {
        all.forEach(Listener::close);
    }

    private static ServerBootstrap bootstrap(
            Transport transport, int highWater, ChannelInitializer<Channel> accept) {
        return transport
                .tune(new ServerBootstrap())
                .channel(transport.channel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A client that has said all it had to say may still want its answer.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(highWater / 2, highWater))
                .childHandler(accept);
    }

    private static ChannelInitializer<Channel> accepting(
            List<Loop> loops, BiConsumer<Channel, Loop> accept) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                for (var loop : loops) {
                    if (loop.executor().equals(channel.eventLoop())) {
                        accept.accept(channel, loop);
                        return;
                    }
                }
                throw new IllegalStateException("a channel runs on a loop of another server");
            }
        };
    }

    /// Sockets that share a port share it with another server, too: such a server would take half of
    /// our clients, silently. One that does not share finds out.
    private static void refuseTaken(InetSocketAddress address) {
        try (var alone = new ServerSocket()) {
            alone.setReuseAddress(true);
            alone.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort(), e);
        }
    }

    /// One listening socket.
    private static final class Listener {
        private final ServerBootstrap bootstrap;
        private volatile Channel channel;

        Listener(ServerBootstrap bootstrap, InetSocketAddress address) {
            this.bootstrap = bootstrap;
            this.channel = bind(bootstrap, address);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        boolean isListening() {
            return channel.isActive();
        }

        void open(InetSocketAddress address) {
            close();
            channel = bind(bootstrap, address);
        }

        void close() {
            channel.close().awaitUninterruptibly();
        }

        private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) {
            var bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new UncheckedIOException(
                        "cannot listen on " + address.getHostString() + ":" + address.getPort(),
                        new IOException(bound.cause()));
            }
            return bound.channel();
        }
    }
}
