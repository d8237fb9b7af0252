// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The subscribed sockets of a load.
final class Audience {
    private static final int CONNECTING_AT_ONCE = 64;
    private static final int SOCKETS_PER_ADDRESS = 10_000;

    private final Generator generator;
    private final InetSocketAddress server;
    private final IntFunction<Join> joins;
    private final Recipient recipient;
    private final List<Channel> channels = new ArrayList<>();
    private CompletableFuture<Boolean> complete = new CompletableFuture<>();
    private final CompletableFuture<Boolean> empty = new CompletableFuture<>();
    private @Nullable InetSocketAddress source;
    private int wanted;
    private int begun;
    private int joined;
    private int gone;
    private boolean leaving;

    /// @param joins what each socket subscribes to, counted from 0
    /// @param recipient told what they receive
    Audience(
            Generator generator,
            InetSocketAddress server,
            IntFunction<Join> joins,
            Recipient recipient) {
        this.generator = generator;
        this.server = server;
        this.joins = joins;
        this.recipient = recipient;
    }

    /// Connects and subscribes until there are `count`, some at a time.
    CompletableFuture<Boolean> join(int count) {
        complete = new CompletableFuture<>();
        wanted = count;
        while (begun < Math.min(joined + CONNECTING_AT_ONCE, wanted)) {
            connect();
        }
        return complete;
    }

    /// Closes all from this side.
    CompletableFuture<Boolean> leave() {
        leaving = true;
        channels.forEach(Audience::hangUp);
        if (gone == channels.size()) {
            empty.complete(true);
        }
        return empty;
    }

    /// Closes one connection; that it is closed is told to its handler.
    static void hangUp(Channel channel) {
        var _ = channel.close();
    }

    /// Returns where the next socket comes from, null for wherever the system likes. One address has some
    /// 28,000 ports, of which the system finds the first half at once and the rest by searching; loopback
    /// has many addresses.
    private @Nullable InetSocketAddress source(int index) {
        if (index % SOCKETS_PER_ADDRESS == 0 && wanted >= SOCKETS_PER_ADDRESS / 2) {
            source = generator.freshSource();
        }
        return source;
    }

    private void connect() {
        int index = begun++;
        var listening = new Listening(index);
        var join = joins.apply(index);
        var _ =
                generator
                        .bootstrap(new SubscriberSocket(join, listening))
                        .connect(server, source(index))
                        .addListener(
                                (ChannelFutureListener)
                                        connected -> {
                                            if (connected.isSuccess()) {
                                                channels.add(connected.channel());
                                            } else {
                                                complete.completeExceptionally(connected.cause());
                                            }
                                        });
    }

    /// One socket's place.
    private final class Listening implements SubscriberSocket.Listener {
        private final IntConsumer events;

        Listening(int index) {
            events = recipient.eventsOf(index);
        }

        @Override
        public void onJoined() {
            joined++;
            if (joined == wanted) {
                complete.complete(true);
            } else if (begun < wanted) {
                connect();
            }
        }

        @Override
        public void onRead() {
            recipient.onRead();
        }

        @Override
        public void onEvent(int sequence) {
            events.accept(sequence);
        }

        @Override
        public void onGone(int closeCode, String why) {
            gone++;
            if (leaving) {
                if (gone == channels.size()) {
                    empty.complete(true);
                }
                return;
            }
            var text = closeCode == 0 ? why : why + " with code " + closeCode;
            complete.completeExceptionally(new LoadException(text));
            recipient.fail("a subscriber was lost: " + text);
        }
    }
}
