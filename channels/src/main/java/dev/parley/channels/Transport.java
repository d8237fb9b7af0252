package dev.parley.channels;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/// The way to the kernel.
///
/// @param name for the log
/// @param handlers makes the I/O part of each event loop
/// @param channel listens
/// @param sharesPorts whether several sockets may listen on one port and the system spreads new
///     connections over them
record Transport(
        String name,
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> channel,
        boolean sharesPorts) {
    private static final int COMPLETIONS = 1 << 15;

    /// Returns the fastest one this machine offers: io_uring, epoll, else what every JDK has.
    static Transport fastest() {
        if (IoUring.isAvailable()) {
            return new Transport(
                    "io_uring",
                    IoUringIoHandler.newFactory(ringConfig()),
                    IoUringServerSocketChannel.class,
                    true);
        }
        if (Epoll.isAvailable()) {
            return new Transport(
                    "epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class, true);
        }
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, false);
    }

    /// Makes the completion queue large enough for a write to every socket in one turn; the default
    /// overflows at a few thousand, which costs an extra call into the kernel each time. Every kernel Netty accepts can do it.
    private static IoUringIoHandlerConfig ringConfig() {
        return new IoUringIoHandlerConfig().setCqSize(COMPLETIONS);
    }
}
