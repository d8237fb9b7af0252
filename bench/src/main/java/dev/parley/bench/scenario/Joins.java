// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.Load;
import dev.parley.bench.load.LoadShape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// Many sockets that connect and subscribe to one channel, 64 at a time, as after a restart: how many a
/// second, and whether the last ones take longer than the first.
///
/// Audiences come and go until the server is warm; the last one is measured, after a rest.
///
/// @param connections how many
record Joins(int connections) implements Scenario {
    private static final int DATA_BYTES = 64;
    private static final int STEP = 5_000;
    private static final Duration REST = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "joins";
    }

    @Override
    public String description() {
        return connections + " sockets that join one channel";
    }

    @Override
    public int sockets() {
        return connections;
    }

    @Override
    public void measure(LoadHarness harness) throws InterruptedException {
        var shape = new LoadShape(1, connections, DATA_BYTES);
        long began = System.nanoTime();
        while (System.nanoTime() - began < harness.pace().warmUp().toNanos()) {
            try (var load = harness.prepare(shape)) {
                load.join(connections);
            }
        }
        harness.generator().pause(REST);
        try (var load = harness.prepare(shape)) {
            var usage = Usage.now(harness);
            join(harness, load);
            Usage.now(harness).noteSince(usage, harness, name());
        }
    }

    private void join(LoadHarness harness, Load load) throws InterruptedException {
        long start = System.nanoTime();
        for (int joined = 0; joined < connections; joined += STEP) {
            double rate = load.join(Math.min(connections, joined + STEP));
            var title = "from " + (joined + 1) + " on";
            harness.note(Metric.context(name(), title, Unit.PER_SECOND), rate);
        }
        harness.note(
                new Metric(name(), "joins", Unit.PER_SECOND, Better.MORE),
                connections * 1e9 / (System.nanoTime() - start));
    }
}
