package dev.parley.bench.load;

import java.time.Duration;

/// A fixed number of publishers, each with one event under way: the next is published when the last was
/// answered and received by every subscriber. Each publisher has its own keep-alive connection.
public final class ClosedLoop {
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int DRAINS = 50;

    private final Load load;
    private final Traffic traffic;
    private final int inFlight;
    private final Lane[] laneOf = new Lane[Traffic.WINDOW];
    private boolean running;
    private int channel;

    ClosedLoop(Load load, int inFlight) {
        this.load = load;
        this.traffic = load.traffic();
        this.inFlight = inFlight;
    }

    /// Starts publishing.
    public void start() throws InterruptedException {
        var lanes = load.lanes(inFlight, _ -> {});
        load.ask(() -> {
            running = true;
            traffic.onComplete(this::next);
            lanes.forEach(this::publish);
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
        return load.ask(traffic::progress);
    }

    /// Stops publishing and waits for what is under way, five seconds at most.
    ///
    /// @throws LoadException if something never came
    public void stop() throws InterruptedException {
        load.ask(() -> running = false);
        for (int i = 0; i < DRAINS; i++) {
            if (load.ask(traffic::underWay) == 0) {
                return;
            }
            load.pause(DRAIN);
        }
        throw new LoadException("events were not delivered: " + load.faults());
    }

    private void next(int completed) {
        if (running) {
            publish(laneOf[completed & (Traffic.WINDOW - 1)]);
        }
    }

    private void publish(Lane lane) {
        int number = traffic.begin(channel, System.nanoTime());
        laneOf[number & (Traffic.WINDOW - 1)] = lane;
        lane.publish(load.publish(channel), number);
        channel = channel + 1 == load.channels() ? 0 : channel + 1;
    }
}
