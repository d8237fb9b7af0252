// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.GeneratorTransport;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.LoadShape;
import dev.parley.bench.load.Progress;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// As much as the server can do with a number of publishes under way.
///
/// @param name on the command line
/// @param description one line
/// @param shape who listens and publishes
/// @param inFlight the numbers of publishes under way, each measured by itself
/// @param counted what a second is filled with
record Throughput(
        String name, String description, LoadShape shape, List<Integer> inFlight, Counted counted)
        implements Scenario {

    /// What a second is filled with.
    enum Counted {
        DELIVERIES,
        PUBLISHES;

        private String text() {
            return this == DELIVERIES ? "deliveries" : "publishes";
        }

        private double perSecond(Progress start, Progress end) {
            return this == DELIVERIES
                    ? end.deliveriesPerSecond(start)
                    : end.publishesPerSecond(start);
        }
    }

    @Override
    public int sockets() {
        return shape.sockets() + Collections.max(inFlight);
    }

    @Override
    public GeneratorTransport transport() {
        return GeneratorTransport.strongest();
    }

    @Override
    public void measure(LoadHarness harness) throws InterruptedException {
        try (var load = harness.open(shape)) {
            var warmUp = harness.pace().warmUp();
            for (int publishes : inFlight) {
                measure(harness, load, publishes, warmUp);
                warmUp = harness.pace().settle();
            }
        }
    }

    private void measure(LoadHarness harness, Load load, int publishes, Duration warmUp)
            throws InterruptedException {
        var title = name + ", " + publishes + " in flight";
        var loop = load.closedLoop(publishes);
        loop.start();
        loop.run(warmUp);
        var usage = Usage.now(harness);
        var start = loop.progress();
        loop.run(harness.pace().measured());
        var end = loop.progress();
        var usageAtEnd = Usage.now(harness);
        loop.stop();
        LoadHarness.check(load.faults());
        harness.note(
                new Metric(title, counted.text(), Unit.PER_SECOND, Better.MORE),
                counted.perSecond(start, end));
        usageAtEnd.noteSince(usage, harness, title);
    }
}
