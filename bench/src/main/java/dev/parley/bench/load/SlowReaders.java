// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Subscribers that read no more than a trickle from some moment on, as a client on a bad link does. What they
/// get is not checked.
///
/// Its public methods are for the thread that steers.
public final class SlowReaders {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Little, so that what they leave unread soon waits in the server.
    private static final int RECEIVE_BYTES = 16_384;

    /// The trickle: so many bytes, so often.
    private static final int SIP_BYTES = 4_096;

    private static final long SIP_MILLIS = 125;

    private final Generator generator;
    private final int count;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private final CompletableFuture<Boolean> complete = new CompletableFuture<>();
    private int joined;
    private @Nullable Future<?> sips;

    SlowReaders(Generator generator, int count) {
        this.generator = generator;
        this.count = count;
    }

    /// Reads a trickle from now on.
    public void slowDown() throws InterruptedException {
        tell(() -> {
            setReading(false);
            sips =
                    generator
                            .loop()
                            .scheduleAtFixedRate(
                                    () -> channels.forEach(Channel::read),
                                    SIP_MILLIS,
                                    SIP_MILLIS,
                                    TimeUnit.MILLISECONDS);
        });
    }

    /// Reads everything, and returns what the server did with them.
    ///
    /// @return the close code of each that is gone; 0 where the connection was cut without one
    public List<Integer> resume(Duration time) throws InterruptedException {
        tell(() -> {
            endSips();
            setReading(true);
        });
        generator.pause(time);
        return generator.await(
                "asking the slow readers",
                PATIENCE,
                () -> CompletableFuture.completedFuture(List.copyOf(closeCodes)));
    }

    /// Closes those that are left.
    public void close() throws InterruptedException {
        tell(() -> {
            endSips();
            channels.forEach(Audience::hangUp);
        });
    }

    CompletableFuture<Boolean> join(InetSocketAddress server, Join join) {
        for (int i = 0; i < count; i++) {
            var _ =
                    generator
                            .bootstrap(new SubscriberSocket(join, new Reader()))
                            .option(ChannelOption.SO_RCVBUF, RECEIVE_BYTES)
                            .option(
                                    ChannelOption.RECVBUF_ALLOCATOR,
                                    new FixedRecvByteBufAllocator(SIP_BYTES).maxMessagesPerRead(1))
                            .connect(server)
                            .addListener(
                                    (ChannelFutureListener)
                                            connected -> {
                                                if (connected.isSuccess()) {
                                                    channels.add(connected.channel());
                                                } else {
                                                    complete.completeExceptionally(
                                                            connected.cause());
                                                }
                                            });
        }
        return complete;
    }

    private void tell(Runnable order) throws InterruptedException {
        generator.await(
                "telling the slow readers",
                PATIENCE,
                () -> {
                    order.run();
                    return CompletableFuture.completedFuture(true);
                });
    }

    private void setReading(boolean reading) {
        channels.forEach(channel -> channel.config().setAutoRead(reading));
    }

    private void endSips() {
        if (sips != null) {
            sips.cancel(false);
            sips = null;
        }
    }

    private final class Reader implements SubscriberSocket.Listener {
        @Override
        public void onJoined() {
            joined++;
            if (joined == count) {
                complete.complete(true);
            }
        }

        @Override
        public void onRead() {
            // Nothing is measured here.
        }

        @Override
        public void onEvent(int sequence) {
            // Nothing is checked here.
        }

        @Override
        public void onGone(int closeCode, String why) {
            closeCodes.add(closeCode);
            complete.completeExceptionally(new LoadException(why));
        }
    }
}
