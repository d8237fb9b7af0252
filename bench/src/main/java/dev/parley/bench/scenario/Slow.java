package dev.parley.bench.scenario;

import dev.parley.bench.load.OpenLoop;
import dev.parley.bench.load.Shape;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// Two of a thousand readers read a trickle: do the others notice, and what becomes of the two.
record Slow() implements Scenario {
    private static final int READERS = 998;
    private static final int SLOW = 2;
    private static final int PUBLISHES_PER_SECOND = 100;
    private static final int CONNECTIONS = 8;
    private static final double PERCENTILE = 99;
    private static final double NANOS = 1e9;

    /// Large enough to fill the kernel's buffers and the server's own, some 4 MiB together, in 25 s.
    private static final int DATA_BYTES = 2_000;

    private static final Duration TRICKLING = Duration.ofSeconds(30);
    private static final Duration READING_ALL = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String description() {
        return SLOW + " of " + (READERS + SLOW) + " sockets read a trickle";
    }

    @Override
    public int sockets() {
        return READERS + SLOW + CONNECTIONS;
    }

    @Override
    public void measure(Rig rig) throws InterruptedException {
        try (var load = rig.open(new Shape(1, READERS, DATA_BYTES))) {
            var slow = load.slowReaders(SLOW);
            var loop = load.openLoop(PUBLISHES_PER_SECOND, CONNECTIONS);
            loop.start();
            loop.run(rig.pace().warmUp());
            double without = percentile(loop, rig.pace().measured());
            slow.slowDown();
            double with = percentile(loop, TRICKLING);
            loop.stop();
            Rig.check(load.faults());
            var codes = slow.resume(READING_ALL);
            slow.close();
            rig.note(seconds("p99 of the others while all read"), without);
            rig.note(seconds("p99 of the others while two read a trickle"), with);
            rig.note(Metric.context(name(), "p99 with ÷ without", Unit.FACTOR), with / without);
            rig.note(
                    Metric.context(name(), "slow readers disconnected", Unit.FACTOR), codes.size());
            rig.note(
                    Metric.context(name(), "their close code", Unit.CLOSE_CODE),
                    codes.stream().mapToInt(code -> code).max().orElse(0));
        }
    }

    private static double percentile(OpenLoop loop, Duration time) throws InterruptedException {
        loop.beginRecording();
        loop.run(time);
        return loop.latencies().getValueAtPercentile(PERCENTILE) / NANOS;
    }

    private Metric seconds(String what) {
        return new Metric(name(), what, Unit.SECONDS, Better.LESS);
    }
}
