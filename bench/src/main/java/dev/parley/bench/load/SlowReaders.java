package dev.parley.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Subscribers that read nothing any more from some moment on, as a client on a dead link does. What they
/// get is not checked.
///
/// Its public methods are for the thread that steers.
public final class SlowReaders {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Little, so that what they leave unread soon waits in the server.
    private static final int RECEIVE_BYTES = 4_096;

    private final Generator generator;
    private final int count;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private final CompletableFuture<Boolean> complete = new CompletableFuture<>();
    private int joined;

    SlowReaders(Generator generator, int count) {
        this.generator = generator;
        this.count = count;
    }

    /// Stops reading.
    public void stop() throws InterruptedException {
        setReading(false);
    }

    /// Reads on, and returns what the server did with them.
    ///
    /// @return the close code of each that is gone; 0 where the connection was cut without one
    public List<Integer> resume(Duration time) throws InterruptedException {
        setReading(true);
        generator.pause(time);
        return generator.await(
                "asking the slow readers",
                PATIENCE,
                () -> CompletableFuture.completedFuture(List.copyOf(closeCodes)));
    }

    /// Closes those that are left.
    public void close() throws InterruptedException {
        generator.await(
                "closing the slow readers",
                PATIENCE,
                () -> {
                    channels.forEach(Audience::hangUp);
                    return CompletableFuture.completedFuture(true);
                });
    }

    CompletableFuture<Boolean> join(InetSocketAddress server, Join join) {
        for (int i = 0; i < count; i++) {
            var _ =
                    generator
                            .bootstrap(new Subscriber(join, new Seat()))
                            .option(ChannelOption.SO_RCVBUF, RECEIVE_BYTES)
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

    private void setReading(boolean reading) throws InterruptedException {
        generator.await(
                "setting the slow readers",
                PATIENCE,
                () -> {
                    channels.forEach(channel -> channel.config().setAutoRead(reading));
                    return CompletableFuture.completedFuture(true);
                });
    }

    private final class Seat implements Subscriber.Listener {
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
