// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Publishes on a fixed schedule, whatever the server does. An event's latency begins when it was due,
/// not when it was sent, so a stall counts for every event it delays.
public final class OpenLoop {
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int DRAINS = 100;

    private final Load load;
    private final InFlightEvents inFlight;
    private final long intervalNanos;
    private final int connections;
    private final Deque<PublisherConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Histogram lateness = new Histogram(1_000, 60_000_000_000L, 3);
    private boolean running;
    private long nextDue;

    OpenLoop(Load load, int publishesPerSecond, int connections) {
        this.load = load;
        this.connections = connections;
        this.inFlight = load.inFlight();
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / publishesPerSecond;
    }

    /// Starts publishing.
    public void start() throws InterruptedException {
        var publishers = load.lanes(connections, this::onFree);
        load.ask(() -> {
            running = true;
            inFlight.onComplete(_ -> {});
            idle.addAll(publishers);
            nextDue = System.nanoTime() + intervalNanos;
            schedule();
            return true;
        });
    }

    /// Lets it run for a while.
    ///
    /// @throws LoadException if the measurement has become worthless
    public void run(Duration time) throws InterruptedException {
        load.pause(time);
    }

    /// Forgets the latencies so far: what is due from now on counts.
    public void beginRecording() throws InterruptedException {
        load.ask(() -> {
            lateness.reset();
            inFlight.recordFrom(System.nanoTime());
            return true;
        });
    }

    /// Returns how far it has come.
    public Progress progress() throws InterruptedException {
        return load.ask(inFlight::progress);
    }

    /// Stops publishing and waits for what is under way, ten seconds at most.
    ///
    /// @throws LoadException if something never came
    public void stop() throws InterruptedException {
        load.ask(() -> running = false);
        for (int i = 0; i < DRAINS; i++) {
            if (load.ask(() -> inFlight.underWay() + waiting.size()) == 0) {
                return;
            }
            load.pause(DRAIN);
        }
        throw new LoadException("events were not delivered: " + load.faults());
    }

    /// Returns the recorded latencies in nanoseconds, one per delivery.
    public Histogram latencies() throws InterruptedException {
        return load.ask(inFlight::latencies);
    }

    /// Returns how late the generator itself was, in nanoseconds, one value per publish.
    public Histogram lateness() throws InterruptedException {
        return load.ask(lateness::copy);
    }

    private void schedule() {
        var _ =
                load.generator()
                        .loop()
                        .schedule(
                                this::tick,
                                Math.max(0, nextDue - System.nanoTime()),
                                TimeUnit.NANOSECONDS);
    }

    private void tick() {
        while (running && nextDue <= System.nanoTime()) {
            waiting.add(nextDue);
            nextDue += intervalNanos;
        }
        publishWaiting();
        if (running) {
            schedule();
        }
    }

    private void onFree(PublisherConnection publisher) {
        idle.add(publisher);
        publishWaiting();
    }

    private void publishWaiting() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            long due = waiting.remove();
            lateness.recordValue(Math.max(0, System.nanoTime() - due));
            idle.remove().publish(load.publish(0), inFlight.begin(0, due));
        }
    }
}
