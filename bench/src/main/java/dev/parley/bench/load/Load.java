// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Subscribers and publishers of one server, ready to work.
///
/// Its methods are for the thread that steers, one at a time; the work happens on the generator's loop.
public final class Load implements AutoCloseable {
    private static final Duration JOINING = Duration.ofMinutes(2);
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private final Generator generator;
    private final InetSocketAddress server;
    private final InFlightEvents inFlight;
    private final Audience audience;
    private final List<RequestTemplate> publishes = new ArrayList<>();
    private final Join joinFirst;
    private PublisherConnections publishers;
    private int joined;

    private Load(Generator generator, InetSocketAddress server, Dialect dialect, LoadShape shape) {
        this.generator = generator;
        this.server = server;
        this.inFlight = new InFlightEvents(shape);
        this.publishers = new PublisherConnections(0, generator, server, inFlight, _ -> {});
        this.audience =
                new Audience(
                        generator,
                        server,
                        socket -> dialect.join(shape.channel(socket / shape.socketsPerChannel())),
                        inFlight);
        this.joinFirst = dialect.join(shape.channel(0));
        var data = Marker.data(shape.dataBytes());
        for (int i = 0; i < shape.channels(); i++) {
            publishes.add(dialect.publish(shape.channel(i), data));
        }
    }

    /// Connects and subscribes everything.
    ///
    /// @throws LoadException if the server refuses
    public static Load open(
            Generator generator, InetSocketAddress server, Dialect dialect, LoadShape shape)
            throws InterruptedException {
        var load = prepare(generator, server, dialect, shape);
        load.join(shape.sockets());
        return load;
    }

    /// Returns a load that has connected nothing yet.
    public static Load prepare(
            Generator generator, InetSocketAddress server, Dialect dialect, LoadShape shape) {
        return new Load(generator, server, dialect, shape);
    }

    /// Connects and subscribes until there are `count` sockets.
    ///
    /// @return how many joined per second
    /// @throws LoadException if the server refuses
    public double join(int count) throws InterruptedException {
        int before = joined;
        long start = System.nanoTime();
        generator.await("joining " + count + " sockets", JOINING, () -> audience.join(count));
        joined = count;
        return (count - before) * 1e9 / (System.nanoTime() - start);
    }

    /// Connects and subscribes sockets to the first channel that will read a trickle.
    public SlowReaders slowReaders(int count) throws InterruptedException {
        var readers = new SlowReaders(generator, count);
        generator.await(
                "joining " + count + " slow readers",
                JOINING,
                () -> readers.join(server, joinFirst));
        return readers;
    }

    /// Keeps a number of events under way.
    ///
    /// @param inFlight how many, each on its own publishing connection
    public ClosedLoop closedLoop(int inFlight) {
        return new ClosedLoop(this, inFlight);
    }

    /// Publishes at a fixed rate, whatever the server does.
    ///
    /// @param connections how many publishing connections share the work
    public OpenLoop openLoop(int publishesPerSecond, int connections) {
        return new OpenLoop(this, publishesPerSecond, connections);
    }

    /// Returns what went wrong with messages; ask when a loop has ended.
    public Faults faults() throws InterruptedException {
        return ask(inFlight::faults);
    }

    @Override
    public void close() {
        try {
            generator.await(
                    "closing the sockets",
                    LEAVING,
                    () -> {
                        publishers.close();
                        return audience.leave();
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Generator generator() {
        return generator;
    }

    InFlightEvents inFlight() {
        return inFlight;
    }

    RequestTemplate publish(int channel) {
        return publishes.get(channel);
    }

    int channels() {
        return publishes.size();
    }

    /// Runs something on the loop and returns its result.
    <T> T ask(Supplier<T> question) throws InterruptedException {
        return generator.await(
                "asking the generator",
                LEAVING,
                () -> CompletableFuture.completedFuture(question.get()));
    }

    /// Lets time pass.
    ///
    /// @throws LoadException if the measurement has become worthless
    void pause(Duration time) throws InterruptedException {
        generator.pause(time);
        var failure = ask(() -> Optional.ofNullable(inFlight.failure()));
        if (failure.isPresent()) {
            throw new LoadException(failure.get());
        }
    }

    /// Returns new publishers in place of the last ones.
    ///
    /// @param onFree told of a lane whose publish was answered
    List<PublisherConnection> lanes(int count, Consumer<PublisherConnection> onFree)
            throws InterruptedException {
        return ask(() -> {
            publishers.close();
            publishers = new PublisherConnections(count, generator, server, inFlight, onFree);
            return publishers.all();
        });
    }
}
