// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.Outbound;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.meter.CloseReason;
import dev.parley.channels.tls.Encryption;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/// The sending half of a WebSocket. Owned by its event loop.
///
/// Every buffer is a whole frame already, so it goes straight to the transport, past all handlers.
/// What the peer has not taken yet waits in Netty's outbound buffer, whose high-water mark is the
/// limit: a socket that reaches it is closed as slow, nothing is ever left out.
///
/// With TLS frames take the way through the pipeline instead, whose only outbound handler is the one that
/// encrypts.
final class ClientSocket implements Outbound, ChannelFutureListener {
    /// What Netty adds to each buffer's size when it counts what waits.
    private static final int ENTRY_OVERHEAD = 96;

    private enum State {
        OPEN,
        /// A close frame was sent; the peer's answer or the end of its patience is awaited.
        CLOSING
    }

    /// Told how a socket ends.
    interface CloseListener {
        /// Called once, by whichever side the socket is closed.
        void closing();

        /// Called after it when it was closed on our side.
        void closedByUs(int code, String reason);
    }

    private final Channel channel;
    private final Loop loop;
    private final ServerLimits limits;
    private final MemoryPressure pressure;
    private final CloseListener closeListener;
    private final boolean encrypted;

    private State state = State.OPEN;
    private boolean flushPending;
    private long closingSince;
    private CloseReason closeReason = CloseReason.CLIENT;

    /// Bytes handed to the transport so far (encrypted: writes that left), how many of them had left
    /// at the last sweep that saw progress, and the number of that sweep.
    private long offered;

    private long left;
    private long leftAt;

    /// @param closeListener told once, before the first close frame is written
    ClientSocket(
            Channel channel,
            Loop loop,
            ServerLimits limits,
            MemoryPressure pressure,
            CloseListener closeListener) {
        this.channel = channel;
        this.loop = loop;
        this.limits = limits;
        this.pressure = pressure;
        this.closeListener = closeListener;
        this.encrypted = Encryption.isOn(channel);
        this.leftAt = loop.sweeper().now();
    }

    @Override
    public LoopTaskQueue taskQueue() {
        return loop.taskQueue();
    }

    @Override
    public String address() {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
    }

    @Override
    public void write(ByteBuf frames) {
        if (state != State.OPEN) {
            frames.release();
        } else if (!channel.isWritable()) {
            frames.release();
            close(ErrorCode.SLOW_CONSUMER, "The client reads too slowly");
        } else {
            put(frames);
        }
    }

    @Override
    public void flush() {
        flushPending = false;
        if (encrypted) {
            channel.flush();
        } else {
            channel.unsafe().flush();
        }
    }

    /// Notes that encrypted bytes left: what waits cannot be reckoned, because encrypting changes its size.
    @Override
    public void operationComplete(ChannelFuture written) {
        offered++;
    }

    @Override
    public void abandon() {
        var _ = channel.close();
    }

    @Override
    public void send(ServerFrame frame) {
        write(encode(frame));
    }

    @Override
    public void close(ErrorCode code, String reason) {
        if (!code.mayClose()) {
            throw new IllegalArgumentException(code + " never closes a connection");
        }
        if (state == State.OPEN) {
            closeReason = CloseReason.of(code);
            beginClosing();
            closeListener.closedByUs(code.number(), reason);
            put(encode(new ServerFrame.Failure(code, reason)));
            put(ControlFrames.close(channel.alloc(), code.number(), reason));
        }
    }

    /// Closes with a code of WebSocket itself.
    void close(int code, String reason) {
        if (state == State.OPEN) {
            closeReason = CloseReason.PROTOCOL;
            beginClosing();
            closeListener.closedByUs(code, reason);
            put(ControlFrames.close(channel.alloc(), code, reason));
        }
    }

    /// Closes when no answer can come: the peer has closed already, wrongly, or its bytes mean
    /// nothing any more. Only this direction of the connection is ended at once. What the peer still
    /// sends is taken, because otherwise it would be reset and might never see the close frame.
    void fail(int code, String reason) {
        if (state == State.OPEN) {
            closeReason = CloseReason.PROTOCOL;
            beginClosing();
            closeListener.closedByUs(code, reason);
            send(
                    ControlFrames.close(channel.alloc(), code, reason),
                    _ -> Encryption.endOutput(channel));
        }
    }

    /// Answers the peer's close frame and ends the connection.
    ///
    /// @param code the peer's code, if it gave one
    void answerClose(OptionalInt code) {
        if (state == State.OPEN) {
            beginClosing();
            var answer =
                    code.isPresent()
                            ? ControlFrames.close(channel.alloc(), code.getAsInt(), "")
                            : ControlFrames.emptyClose(channel.alloc());
            send(answer, ChannelFutureListener.CLOSE);
        } else {
            var _ = channel.close();
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    void ping() {
        write(ControlFrames.ping(channel.alloc()));
    }

    void pong(ByteBuf payload) {
        write(ControlFrames.pong(channel.alloc(), payload));
    }

    /// Ends what takes too long: a peer that takes no bytes, or does not answer a close.
    void onSweep(long sweep) {
        long waiting = waiting();
        long gone = encrypted ? offered : offered - waiting;
        if (gone != left || (waiting == 0 && state == State.OPEN)) {
            left = gone;
            leftAt = sweep;
        }
        if (state == State.CLOSING) {
            if (isCloseOverdue(sweep, waiting)) {
                var _ = channel.close();
            }
        } else if (sweep - leftAt >= limits.sweeps(limits.outbound().stall())) {
            close(ErrorCode.SLOW_CONSUMER, "The client does not read");
            closeReason = CloseReason.STALLED;
        }
    }

    /// Ends a socket for which more waits than memory allows at the moment.
    void shed() {
        if (state == State.OPEN
                && waiting() > pressure.allowance(limits.outbound().socketBytes())) {
            close(
                    ErrorCode.SLOW_CONSUMER,
                    "The client reads too slowly for the memory that is left");
            pressure.shed();
        }
    }

    /// Returns why the socket ended, or would have if it ended now.
    CloseReason closeReason() {
        return closeReason;
    }

    /// Notes a reason the code of the close does not tell.
    void endedBy(CloseReason reason) {
        closeReason = reason;
    }

    /// Returns whether the peer had time enough to answer the close. While the close frame waits behind what a slow
    /// peer has yet to take, it has that as long as bytes leave, so that it learns the reason; but not while
    /// memory is short.
    private boolean isCloseOverdue(long sweep, long waiting) {
        long timeout = limits.sweeps(limits.timeouts().closeTimeout());
        if (sweep - closingSince < timeout) {
            return false;
        }
        long silence = waiting > 0 ? limits.sweeps(limits.outbound().stall()) : timeout;
        return sweep - leftAt >= silence || pressure.isHigh();
    }

    private long waiting() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private ByteBuf encode(ServerFrame frame) {
        var text = TextFrame.of(frame);
        var buffer = channel.alloc().directBuffer(text.length(), text.length());
        text.writeTo(buffer);
        return buffer;
    }

    private void put(ByteBuf frames) {
        if (encrypted) {
            var _ = channel.write(frames).addListener(this);
        } else {
            offered += frames.readableBytes() + ENTRY_OVERHEAD;
            channel.unsafe().write(frames, channel.voidPromise());
        }
        if (!flushPending) {
            flushPending = true;
            loop.taskQueue().flushLater(this);
        }
    }

    private void send(ByteBuf last, ChannelFutureListener then) {
        var sent = channel.newPromise();
        var _ = sent.addListener(then);
        if (encrypted) {
            var _ = channel.writeAndFlush(last, sent);
        } else {
            channel.unsafe().write(last, sent);
            channel.unsafe().flush();
        }
    }

    /// Lets nothing through any more but what the caller puts or sends after it: its last frames.
    private void beginClosing() {
        state = State.CLOSING;
        closingSince = loop.sweeper().now();
        closeListener.closing();
    }
}
