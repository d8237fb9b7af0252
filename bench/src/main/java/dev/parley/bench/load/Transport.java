package dev.parley.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringSocketChannel;

/// The generator's way to the kernel.
public enum Transport {
    /// Linux, completion based.
    IO_URING,
    /// Linux, readiness based.
    EPOLL,
    /// Anywhere.
    NIO;

    private static final int COMPLETIONS = 1 << 15;

    /// Returns the one that lets the generator do most.
    public static Transport fastest() {
        return Epoll.isAvailable() ? EPOLL : IoUring.isAvailable() ? IO_URING : NIO;
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING ->
                    IoUringIoHandler.newFactory(
                            new IoUringIoHandlerConfig().setCqSize(COMPLETIONS));
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends Channel> channel() {
        return switch (this) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }
}
