// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.time.Duration;

/// A fixed number of publishers, each with one event under way: the next is published when the last was
/// answered and received by every subscriber. Each publisher has its own keep-alive connection.
public final class ClosedLoop {
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int DRAINS = 50;

    private final Load load;
    private final InFlightEvents inFlight;
    private final int window;
    private final PublisherConnection[] publisherOf =
            new PublisherConnection[InFlightEvents.WINDOW];
    private boolean running;
    private int channel;

    ClosedLoop(Load load, int window) {
        this.load = load;
        this.inFlight = load.inFlight();
        this.window = window;
    }

    /// Starts publishing.
    public void start() throws InterruptedException {
        var publishers = load.lanes(window, _ -> {});
        load.ask(() -> {
            running = true;
            inFlight.onComplete(this::next);
            publishers.forEach(this::publish);
            return true;
        });
    }

    /// Lets it run for a while.
    ///
    /// @throws LoadException if the measurement has become worthless
    public void run(Duration time) throws InterruptedException {
        load.pause(time);
    }

    /// Returns how far it has come.
    public Progress progress() throws InterruptedException {
        return load.ask(inFlight::progress);
    }

    /// Stops publishing and waits for what is under way, five seconds at most.
    ///
    /// @throws LoadException if something never came
    public void stop() throws InterruptedException {
        load.ask(() -> running = false);
        for (int i = 0; i < DRAINS; i++) {
            if (load.ask(inFlight::underWay) == 0) {
                return;
            }
            load.pause(DRAIN);
        }
        throw new LoadException("events were not delivered: " + load.faults());
    }

    private void next(int completed) {
        if (running) {
            publish(publisherOf[completed & (InFlightEvents.WINDOW - 1)]);
        }
    }

    private void publish(PublisherConnection publisher) {
        int number = inFlight.begin(channel, System.nanoTime());
        publisherOf[number & (InFlightEvents.WINDOW - 1)] = publisher;
        publisher.publish(load.publish(channel), number);
        channel = channel + 1 == load.channels() ? 0 : channel + 1;
    }
}
