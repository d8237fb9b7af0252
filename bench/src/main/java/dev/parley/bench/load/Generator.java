// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The one event loop that everything of the load runs on.
///
/// [#await] and [#pause] are for the thread that steers; the rest belongs to the loop.
public final class Generator implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1_024;

    /// How many addresses connections came from: one whose ports were used has them back after a minute.
    private static final AtomicInteger SOURCES = new AtomicInteger();

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final GeneratorTransport transport;

    private Generator(MultiThreadIoEventLoopGroup group, GeneratorTransport transport) {
        this.group = group;
        this.loop = group.next();
        this.transport = transport;
    }

    /// Starts the loop's thread.
    public static Generator start(GeneratorTransport transport) {
        return new Generator(
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("generator", true), transport.handlers()),
                transport);
    }

    /// Returns the loop.
    public EventLoop loop() {
        return loop;
    }

    /// Starts something on the loop and waits until the future it returns is done.
    ///
    /// @param what for the message, such as `joining 1000 sockets`
    /// @throws LoadException if it fails or takes longer than `patience`
    public <T> T await(String what, Duration patience, Supplier<CompletableFuture<T>> start)
            throws InterruptedException {
        var result = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                var _ =
                        start.get()
                                .whenComplete((value, failure) -> {
                                    if (failure == null) {
                                        result.complete(value);
                                    } else {
                                        result.completeExceptionally(failure);
                                    }
                                });
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LoadException(what + " took longer than " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new LoadException(what + " failed: " + messageOf(e), e);
        }
    }

    /// Lets time pass.
    public void pause(Duration time) throws InterruptedException {
        await(
                "a pause",
                time.plusSeconds(60),
                () -> {
                    var over = new CompletableFuture<Boolean>();
                    var _ =
                            loop.schedule(
                                    () -> over.complete(true),
                                    time.toNanos(),
                                    TimeUnit.NANOSECONDS);
                    return over;
                });
    }

    /// Returns what connects with the given first handler.
    Bootstrap bootstrap(ChannelHandler handler) {
        return transport
                .tune(new Bootstrap())
                .group(loop)
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .handler(handler);
    }

    /// Returns a loopback address that nothing came from yet.
    InetSocketAddress freshSource() {
        int address = SOURCES.incrementAndGet();
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.1." + (address >> 8) + "." + (address & 0xFF)), 0);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    private static String messageOf(ExecutionException failure) {
        var cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
}
