package dev.parley.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The publishing connections of one loop.
final class Lanes implements Lane.Listener {
    private final Generator generator;
    private final InetSocketAddress server;
    private final Traffic traffic;
    private final Consumer<Lane> onFree;
    private final List<Lane> ready = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final CompletableFuture<List<Lane>> complete = new CompletableFuture<>();
    private int expected;
    private boolean closed;

    Lanes(Generator generator, InetSocketAddress server, Traffic traffic, Consumer<Lane> onFree) {
        this.generator = generator;
        this.server = server;
        this.traffic = traffic;
        this.onFree = onFree;
    }

    CompletableFuture<List<Lane>> connect(int count) {
        expected = count;
        for (int i = 0; i < count; i++) {
            var _ =
                    generator
                            .bootstrap(new Lane(this))
                            .connect(server)
                            .addListener((ChannelFutureListener) this::onConnected);
        }
        return complete;
    }

    void close() {
        closed = true;
        channels.forEach(Audience::hangUp);
    }

    @Override
    public void onReady(Lane lane) {
        ready.add(lane);
        if (ready.size() == expected) {
            complete.complete(ready);
        }
    }

    @Override
    public void onAnswer(Lane lane, int sequence) {
        traffic.onAnswer(sequence);
        onFree.accept(lane);
    }

    @Override
    public void onRefused(String why) {
        if (!closed) {
            traffic.fail(why);
        }
    }

    private void onConnected(ChannelFuture connected) {
        if (connected.isSuccess()) {
            channels.add(connected.channel());
        } else {
            complete.completeExceptionally(connected.cause());
        }
    }
}
