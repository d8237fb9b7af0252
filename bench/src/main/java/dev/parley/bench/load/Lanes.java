package dev.parley.bench.load;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The publishers of one loop.
final class Lanes implements Lane.Listener {
    private final List<Lane> lanes;
    private final Traffic traffic;
    private final Consumer<Lane> onFree;
    private boolean closed;

    /// @param count how many
    /// @param onFree told of a lane whose publish was answered
    Lanes(
            int count,
            Generator generator,
            InetSocketAddress server,
            Traffic traffic,
            Consumer<Lane> onFree) {
        this.traffic = traffic;
        this.onFree = onFree;
        this.lanes = Stream.generate(() -> new Lane(generator, server, this)).limit(count).toList();
    }

    List<Lane> all() {
        return lanes;
    }

    void close() {
        closed = true;
        lanes.forEach(Lane::close);
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
}
