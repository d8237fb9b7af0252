// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringSocketChannel;

/// The generator's way to the kernel.
public enum GeneratorTransport {
    /// Linux, completion based: one call reads many sockets into buffers they share.
    IO_URING,
    /// Linux, readiness based: a call for each read, of no more than was asked for.
    EPOLL,
    /// Anywhere.
    NIO;

    private static final int COMPLETIONS = 1 << 15;
    private static final short READS = 1;
    private static final short READ_BUFFERS = 1_024;
    private static final int READ_BYTES = 16 * 1_024;
    private static final int SOCKETS_PER_TURN = 64;

    /// Returns the one that receives most, for what counts messages or times them: the server should not
    /// wait for the generator, nor the generator's own work be most of a latency.
    public static GeneratorTransport strongest() {
        return IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported()
                ? IO_URING
                : byReadiness();
    }

    /// Returns the one that connects fastest, and whose sockets can read as slowly as they like.
    public static GeneratorTransport byReadiness() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory(ringConfig());
            case EPOLL ->
                    EpollIoHandler.newFactory(
                            SOCKETS_PER_TURN, DefaultSelectStrategyFactory.INSTANCE);
            case NIO -> NioIoHandler.newFactory();
        };
    }

    private static IoUringIoHandlerConfig ringConfig() {
        return new IoUringIoHandlerConfig()
                .setCqSize(COMPLETIONS)
                .setBufferRingConfig(
                        IoUringBufferRingConfig.builder()
                                .bufferGroupId(READS)
                                .bufferRingSize(READ_BUFFERS)
                                .batchSize(READ_BUFFERS / 8)
                                .allocator(
                                        new IoUringFixedBufferRingAllocator(
                                                PooledByteBufAllocator.DEFAULT, READ_BYTES))
                                .build());
    }

    /// Adds what this way to the kernel offers to new connections.
    Bootstrap tune(Bootstrap bootstrap) {
        return this == IO_URING
                ? bootstrap.option(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, READS)
                : bootstrap;
    }

    Class<? extends Channel> channel() {
        return switch (this) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }
}
