// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// A stream of visits at a steady rate, from many loopback addresses, so that ports do not run out.
final class Visitors implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    private static final int MOST_AT_ONCE = 2_000;
    private static final int ADDRESSES = 32;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicInteger there = new AtomicInteger();
    private final int port;

    Visitors(int port) {
        this.port = port;
    }

    /// Lets visitors come for a while and waits until the last is gone.
    ///
    /// @param rate how many a second; fewer when 2,000 are there at once
    void come(int rate, Duration time) {
        int each = rate / TICKS_PER_SECOND;
        var ticking =
                group.next()
                        .scheduleAtFixedRate(
                                () -> admit(each),
                                0,
                                1_000 / TICKS_PER_SECOND,
                                TimeUnit.MILLISECONDS);
        try {
            Awaitility.await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
        } finally {
            ticking.cancel(false);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> there.get() == 0);
    }

    /// Returns how many visits the server served wholly.
    long done() {
        return done.get();
    }

    /// Returns how many visits began.
    long begun() {
        return begun.get();
    }

    private void admit(int count) {
        for (int i = 0; i < count && there.get() < MOST_AT_ONCE; i++) {
            visit((int) begun.incrementAndGet());
        }
    }

    private void visit(int number) {
        there.incrementAndGet();
        var from = new InetSocketAddress(address(number), 0);
        var connecting =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new Visitor(number, done::incrementAndGet));
                                    }
                                })
                        .connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                from);
        ended(connecting);
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, 0, 1, (byte) (1 + number % ADDRESSES)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private void ended(ChannelFuture connecting) {
        var _ = connecting.channel().closeFuture().addListener(_ -> there.decrementAndGet());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
