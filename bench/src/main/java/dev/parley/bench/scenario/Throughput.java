package dev.parley.bench.scenario;

import dev.parley.bench.load.Load;
import dev.parley.bench.load.Progress;
import dev.parley.bench.load.Shape;
import dev.parley.bench.load.Transport;
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
        String name, String description, Shape shape, List<Integer> inFlight, Counted counted)
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
    public Transport transport() {
        return Transport.strongest();
    }

    @Override
    public void measure(Rig rig) throws InterruptedException {
        try (var load = rig.open(shape)) {
            var warmUp = rig.pace().warmUp();
            for (int publishes : inFlight) {
                measure(rig, load, publishes, warmUp);
                warmUp = rig.pace().settle();
            }
        }
    }

    private void measure(Rig rig, Load load, int publishes, Duration warmUp)
            throws InterruptedException {
        var title = name + ", " + publishes + " in flight";
        var loop = load.closedLoop(publishes);
        loop.start();
        loop.run(warmUp);
        var usage = Usage.now(rig);
        var start = loop.progress();
        loop.run(rig.pace().measured());
        var end = loop.progress();
        var usageAtEnd = Usage.now(rig);
        loop.stop();
        Rig.check(load.faults());
        rig.note(
                new Metric(title, counted.text(), Unit.PER_SECOND, Better.MORE),
                counted.perSecond(start, end));
        usageAtEnd.noteSince(usage, rig, title);
    }
}
