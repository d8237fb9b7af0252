// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/// The way to the kernel.
///
/// @param name for the log
/// @param handlers makes the I/O part of each event loop
/// @param channel listens
/// @param sharesPorts whether several sockets may listen on one port and the system spreads new
///     connections over them
/// @param sharesReads whether the connections of a loop read into buffers they share
/// @param unsent how much waits in the kernel; absent where that cannot be said
record Transport(
        String name,
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> channel,
        boolean sharesPorts,
        boolean sharesReads,
        @Nullable ChannelOption<Long> unsent) {
    /// The one whose memory is watched, so that what peers make the loops hold counts, too.
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    /// How many buffers the loop of io_uring collects before it hands them to the kernel: as many as one
    /// call may take. With Netty's default, ten times that, a turn that writes more spins: everyone after
    /// the 1,024th buffer writes nothing over and over, until the completion queue is full.
    private static final String VECTORS_PROPERTY = "io.netty.iouring.numElementsIoVec";

    private static final String VECTORS = "1024";
    private static final int COMPLETIONS = 1 << 15;
    private static final short READS = 1;
    private static final short READ_BUFFERS = 256;
    private static final int READ_BYTES = 4 << 10;

    /// How much the kernel takes of what a peer has no room for; the rest waits here, where it is limited and
    /// where it shows whether the peer reads at all. Left alone, the kernel takes 4 MiB of each.
    private static final long UNSENT_BYTES = 128 << 10;

    /// Returns the fastest one this machine offers: io_uring, epoll, else what every JDK has.
    static Transport fastest() {
        // Netty reads it when it first looks at io_uring; what an operator set stays.
        if (System.getProperty(VECTORS_PROPERTY) == null) {
            System.setProperty(VECTORS_PROPERTY, VECTORS);
        }
        if (IoUring.isAvailable()) {
            return new Transport(
                    "io_uring",
                    IoUringIoHandler.newFactory(ringConfig()),
                    IoUringServerSocketChannel.class,
                    true,
                    IoUring.isRegisterBufferRingSupported(),
                    IoUringChannelOption.TCP_NOTSENT_LOWAT);
        }
        if (Epoll.isAvailable()) {
            return new Transport(
                    "epoll",
                    EpollIoHandler.newFactory(),
                    EpollServerSocketChannel.class,
                    true,
                    false,
                    EpollChannelOption.TCP_NOTSENT_LOWAT);
        }
        return new Transport(
                "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, false, false, null);
    }

    /// Makes the completion queue large enough for a write to every socket in one turn; the default
    /// overflows at a few thousand, which costs an extra call into the kernel each time. Every kernel
    /// that Netty accepts can do it.
    private static IoUringIoHandlerConfig ringConfig() {
        var config = new IoUringIoHandlerConfig().setCqSize(COMPLETIONS);
        if (IoUring.isRegisterBufferRingSupported()) {
            config.setBufferRingConfig(
                    IoUringBufferRingConfig.builder()
                            .bufferGroupId(READS)
                            .bufferRingSize(READ_BUFFERS)
                            .batchSize(READ_BUFFERS / 2)
                            .allocator(new IoUringFixedBufferRingAllocator(ALLOCATOR, READ_BYTES))
                            .build());
        }
        return config;
    }

    /// Adds what this way to the kernel offers to new connections.
    ServerBootstrap tune(ServerBootstrap bootstrap) {
        if (sharesReads) {
            bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, READS);
        }
        return unsent == null ? bootstrap : bootstrap.childOption(unsent, UNSENT_BYTES);
    }
}
