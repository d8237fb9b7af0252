package dev.parley.bench.scenario;

import dev.parley.bench.load.Shape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// Many connections that only listen: what one costs in memory, and whether the memory is given back when
/// they have left. They meet a fresh server, so that memory is counted from its smallest.
///
/// @param connections how many
record Idle(int connections) implements Scenario {
    private static final int SOCKETS_PER_CHANNEL = 10;
    private static final int DATA_BYTES = 64;
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
    }

    /// Returns the resident memory after a rest, when compilers have ended their work and given back what it
    /// took.
    private static long restingBytes(Rig rig) throws InterruptedException {
        rig.generator().pause(REST);
        return rig.server().residentBytes();
    }
}
