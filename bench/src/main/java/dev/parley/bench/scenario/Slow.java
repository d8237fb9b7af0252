// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.Load;
import dev.parley.bench.load.LoadShape;
import dev.parley.bench.load.OpenLoop;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Two of a thousand readers read a trickle: do the others notice, and what becomes of the two.
///
/// Windows with and without such readers alternate, because the p99 of the others drifts over minutes by as much
/// as the two may cost. The two are new in every window, so that all have the same joins and leaves. The first
/// windows of either kind belong to the warm-up: what they make a server do is code it has not compiled yet.
record Slow() implements Scenario {
    private static final int READERS = 998;
    private static final int SLOW = 2;
    private static final int PUBLISHES_PER_SECOND = 100;
    private static final int CONNECTIONS = 8;
    private static final double PERCENTILE = 99;
    private static final double NANOS = 1e9;

    /// Large enough to fill the kernel's buffers and the server's own, some 4 MiB together, in 25 s.
    private static final int DATA_BYTES = 2_000;

    private static final Duration WINDOW = Duration.ofSeconds(30);

    /// Whether the two read a trickle; in an order that favours neither if a server gets faster or slower.
    private static final List<Boolean> ORDER = List.of(false, true, true, false);

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
    public void measure(LoadHarness harness) throws InterruptedException {
        try (var load = harness.open(new LoadShape(1, READERS, DATA_BYTES))) {
            var loop = harness.warmOpenLoop(load, PUBLISHES_PER_SECOND, CONNECTIONS);
            window(load, loop, true, new Windows());
            window(load, loop, false, new Windows());
            var allRead = new Windows();
            var twoSlow = new Windows();
            for (boolean slow : ORDER) {
                window(load, loop, slow, slow ? twoSlow : allRead);
            }
            loop.stop();
            LoadHarness.check(load.faults());
            note(harness, allRead, twoSlow);
        }
    }

    /// Lets two more read everything or a trickle for a while, and then what waits for them.
    private static void window(Load load, OpenLoop loop, boolean slowly, Windows windows)
            throws InterruptedException {
        var two = load.slowReaders(SLOW);
        if (slowly) {
            two.slowDown();
        }
        loop.beginRecording();
        loop.run(WINDOW);
        var latencies = loop.latencies();
        windows.add(latencies, two.resume(READING_ALL));
        two.close();
    }

    private void note(LoadHarness harness, Windows allRead, Windows twoSlow) {
        harness.note(seconds("p99 of the others while all read"), allRead.percentile());
        harness.note(seconds("p99 of the others while two read a trickle"), twoSlow.percentile());
        harness.note(
                Metric.context(name(), "p99 with ÷ without", Unit.FACTOR),
                twoSlow.percentile() / allRead.percentile());
        harness.note(
                Metric.context(name(), "slow readers disconnected", Unit.SHARE),
                twoSlow.disconnected());
        harness.note(
                Metric.context(name(), "their close code", Unit.CLOSE_CODE), twoSlow.closeCode());
    }

    private Metric seconds(String what) {
        return new Metric(name(), what, Unit.SECONDS, Better.LESS);
    }

    /// What some windows had together.
    private static final class Windows {
        private final Histogram latencies = new Histogram(3);
        private final List<Integer> codes = new ArrayList<>();
        private int readers;

        /// @param ofOthers their latencies in nanoseconds
        /// @param ofGone the codes with which those of the two that are gone were closed
        private void add(Histogram ofOthers, List<Integer> ofGone) {
            latencies.add(ofOthers);
            codes.addAll(ofGone);
            readers += SLOW;
        }

        private double percentile() {
            return latencies.getValueAtPercentile(PERCENTILE) / NANOS;
        }

        private double disconnected() {
            return (double) codes.size() / readers;
        }

        private int closeCode() {
            return codes.stream().mapToInt(code -> code).max().orElse(0);
        }
    }
}
