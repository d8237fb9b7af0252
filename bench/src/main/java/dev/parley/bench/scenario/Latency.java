package dev.parley.bench.scenario;

import dev.parley.bench.load.Shape;
import dev.parley.bench.load.Transport;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;

/// A steady stream of publishes on a fixed schedule: how late messages are, counted from when they were
/// due, and what one costs the server.
///
/// @param shape who listens
/// @param publishesPerSecond the schedule
record Latency(Shape shape, int publishesPerSecond) implements Scenario {
    private static final double NANOS = 1e9;
    private static final int CONNECTIONS = 8;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return publishesPerSecond
                + " publishes/s to "
                + shape.socketsPerChannel()
                + " sockets, from due to received";
    }

    @Override
    public int sockets() {
        return shape.sockets() + CONNECTIONS;
    }

    @Override
    public Transport transport() {
        return Transport.strongest();
    }

    @Override
    public void measure(Rig rig) throws InterruptedException {
        try (var load = rig.open(shape)) {
            var loop = rig.warmOpenLoop(load, publishesPerSecond, CONNECTIONS);
            var usage = Usage.now(rig);
            loop.beginRecording();
            var start = loop.progress();
            loop.run(rig.pace().measured());
            var end = loop.progress();
            var usageAtEnd = Usage.now(rig);
            loop.stop();
            Rig.check(load.faults());
            var latencies = loop.latencies();
            for (double percentile : new double[] {50, 99, 99.9}) {
                rig.note(
                        seconds("p" + (percentile == 99.9 ? "99.9" : Math.round(percentile))),
                        latencies.getValueAtPercentile(percentile) / NANOS);
            }
            rig.note(
                    seconds("server time per delivery"),
                    usageAtEnd.serverSecondsSince(usage) / (end.deliveries() - start.deliveries()));
            rig.note(
                    Metric.context(name(), "generator late, p99", Unit.SECONDS),
                    loop.lateness().getValueAtPercentile(99) / NANOS);
            usageAtEnd.noteSince(usage, rig, name());
        }
    }

    private Metric seconds(String what) {
        return new Metric(name(), what, Unit.SECONDS, Better.LESS);
    }
}
