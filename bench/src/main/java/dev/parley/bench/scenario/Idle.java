package dev.parley.bench.scenario;

import dev.parley.bench.load.Load;
import dev.parley.bench.load.Shape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// Many connections that only listen: what one costs in memory, how fast they come, and whether the
/// memory is given back when they have left.
///
/// The first audience meets a fresh server, so that memory is counted from its smallest. Those after it
/// all join one channel: they come and go until the server is warm, and the joins of the last one are what
/// is compared.
///
/// @param connections how many
record Idle(int connections) implements Scenario {
    private static final int SOCKETS_PER_CHANNEL = 10;
    private static final int DATA_BYTES = 64;
    private static final int STEP = 10_000;
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return connections + " subscribed connections that only listen";
    }

    @Override
    public int sockets() {
        return connections;
    }

    @Override
    public void measure(Rig rig) throws InterruptedException {
        var shape =
                new Shape(
                        Math.ceilDiv(connections, SOCKETS_PER_CHANNEL),
                        SOCKETS_PER_CHANNEL,
                        DATA_BYTES);
        long fresh = restingBytes(rig);
        try (var load = rig.prepare(shape)) {
            double joinsPerSecond = load.join(connections);
            long full = restingBytes(rig);
            rig.note(
                    new Metric(name(), "memory per connection", Unit.BYTES, Better.LESS),
                    (double) (full - fresh) / connections);
            rig.note(
                    Metric.context(name(), "memory with all connected", Unit.BYTES), (double) full);
            rig.note(
                    Metric.context(name(), "joins of a cold server", Unit.PER_SECOND),
                    joinsPerSecond);
        }
        rig.generator().pause(AFTERWARDS);
        rig.note(
                new Metric(name(), "memory a minute after all have left", Unit.BYTES, Better.LESS),
                (double) rig.server().residentBytes());
        rig.note(Metric.context(name(), "memory when started", Unit.BYTES), (double) fresh);
        measureJoins(rig, new Shape(1, connections, DATA_BYTES));
    }

    private void measureJoins(Rig rig, Shape shape) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < rig.pace().warmUp().toNanos()) {
            try (var load = rig.prepare(shape)) {
                load.join(connections);
            }
        }
        try (var load = rig.prepare(shape)) {
            var usage = Usage.now(rig);
            join(rig, load);
            Usage.now(rig).noteSince(usage, rig, name() + ", joins");
        }
    }

    private void join(Rig rig, Load load) throws InterruptedException {
        long start = System.nanoTime();
        for (int joined = 0; joined < connections; joined += STEP) {
            double rate = load.join(Math.min(connections, joined + STEP));
            if (connections > STEP) {
                var title = "joins, from " + (joined + 1) + " on";
                rig.note(Metric.context(name(), title, Unit.PER_SECOND), rate);
            }
        }
        rig.note(
                new Metric(name(), "joins", Unit.PER_SECOND, Better.MORE),
                connections * 1e9 / (System.nanoTime() - start));
    }

    /// Returns the resident memory after a rest, when compilers have ended their work and given back what it
    /// took.
    private static long restingBytes(Rig rig) throws InterruptedException {
        rig.generator().pause(REST);
        return rig.server().residentBytes();
    }
}
