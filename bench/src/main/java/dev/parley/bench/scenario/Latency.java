// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.GeneratorTransport;
import dev.parley.bench.load.LoadShape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;

/// A steady stream of publishes on a fixed schedule: how late messages are, counted from when they were
/// due, and what one costs the server.
///
/// @param shape who listens
/// @param publishesPerSecond the schedule
record Latency(LoadShape shape, int publishesPerSecond) implements Scenario {
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
    public GeneratorTransport transport() {
        return GeneratorTransport.strongest();
    }

    @Override
    public void measure(LoadHarness harness) throws InterruptedException {
        try (var load = harness.open(shape)) {
            var loop = harness.warmOpenLoop(load, publishesPerSecond, CONNECTIONS);
            var usage = Usage.now(harness);
            loop.beginRecording();
            var start = loop.progress();
            loop.run(harness.pace().measured());
            var end = loop.progress();
            var usageAtEnd = Usage.now(harness);
            loop.stop();
            LoadHarness.check(load.faults());
            var latencies = loop.latencies();
            for (double percentile : new double[] {50, 99, 99.9}) {
                harness.note(
                        seconds("p" + (percentile == 99.9 ? "99.9" : Math.round(percentile))),
                        latencies.getValueAtPercentile(percentile) / NANOS);
            }
            harness.note(
                    seconds("server time per delivery"),
                    usageAtEnd.serverSecondsSince(usage) / (end.deliveries() - start.deliveries()));
            harness.note(
                    Metric.context(name(), "generator late, p99", Unit.SECONDS),
                    loop.lateness().getValueAtPercentile(99) / NANOS);
            usageAtEnd.noteSince(usage, harness, name());
        }
    }

    private Metric seconds(String what) {
        return new Metric(name(), what, Unit.SECONDS, Better.LESS);
    }
}
