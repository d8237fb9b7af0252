// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.LoadShape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// Many connections that only listen: what one costs in memory, and whether the memory is given back when
/// they have left. They meet a fresh server, so that memory is counted from its smallest. Then as many come
/// and go once more: what stays of the first time is not theirs, if nothing stays of the second.
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
    public void measure(LoadHarness harness) throws InterruptedException {
        double fresh = restingBytes(harness);
        var first = visit(harness);
        harness.note(
                new Metric(name(), "memory per connection", Unit.BYTES, Better.LESS),
                (first.fullBytes() - fresh) / connections);
        harness.note(
                new Metric(name(), "memory a minute after all have left", Unit.BYTES, Better.LESS),
                first.leftBytes());
        harness.note(Metric.context(name(), "memory when started", Unit.BYTES), fresh);
        harness.note(
                Metric.context(name(), "memory with all connected", Unit.BYTES), first.fullBytes());
        harness.note(
                Metric.context(name(), "joins of a cold server", Unit.PER_SECOND),
                first.joinsPerSecond());
        var second = visit(harness);
        harness.note(
                Metric.context(name(), "memory with all connected again", Unit.BYTES),
                second.fullBytes());
        harness.note(
                new Metric(
                        name(), "memory a minute after they left again", Unit.BYTES, Better.LESS),
                second.leftBytes());
    }

    /// What a visit of all connections takes and leaves.
    private record Visit(double joinsPerSecond, double fullBytes, double leftBytes) {}

    private Visit visit(LoadHarness harness) throws InterruptedException {
        var shape =
                new LoadShape(
                        Math.ceilDiv(connections, SOCKETS_PER_CHANNEL),
                        SOCKETS_PER_CHANNEL,
                        DATA_BYTES);
        double joinsPerSecond;
        double full;
        try (var load = harness.prepare(shape)) {
            joinsPerSecond = load.join(connections);
            full = restingBytes(harness);
        }
        harness.generator().pause(AFTERWARDS);
        return new Visit(joinsPerSecond, full, (double) harness.server().residentBytes());
    }

    /// Returns the resident memory after a rest, when compilers have ended their work and given back what it
    /// took.
    private static double restingBytes(LoadHarness harness) throws InterruptedException {
        harness.generator().pause(REST);
        return (double) harness.server().residentBytes();
    }
}
