// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.bridge.Schedule.Phase;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Metric.Better;
import dev.parley.bench.report.Unit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What was committed while the worker could not reach its database: how fast it comes afterwards.
///
/// @param messages committed meanwhile
/// @param rooms that take turns
/// @param writers connections that insert
record CatchUp(int messages, int rooms, int writers) implements BridgeScenario {
    private static final double NANOS = 1e9;
    private static final int WARM_UP_RATE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "catch-up";
    }

    @Override
    public void measure(BridgeHarness harness) throws InterruptedException, SQLException {
        var all = harness.rooms(rooms);
        var schedule =
                new Schedule(
                        List.of(
                                Phase.of(WARM_UP_RATE, harness.pace().warmUp()),
                                new Phase(0, messages)));
        var before = schedule.firstCounted();
        var times = new MessageTimes(schedule.messages());
        var received = new ReceivedMessages(schedule.messages(), rooms);
        try (var _ = harness.listeners(all, received);
                var connections = harness.writers(all, writers)) {
            connections.write(schedule, 0, before, times);
            harness.awaitArrivals(received, before, PATIENCE);
            try (var _ = Outage.begin(harness.bridge())) {
                connections.write(schedule, before, schedule.messages(), times);
            }
            var end = System.nanoTime();
            harness.awaitArrivals(received, schedule.messages(), PATIENCE);
            harness.checkAll(received);
            note(harness, received, before, end);
        }
    }

    private void note(BridgeHarness harness, ReceivedMessages received, int before, long end) {
        var times =
                IntStream.range(before, before + messages)
                        .mapToLong(received::receivedAt)
                        .summaryStatistics();
        harness.note(
                new Metric(name(), "delivered", Unit.PER_SECOND, Better.MORE),
                messages * NANOS / (times.getMax() - times.getMin()));
        harness.note(
                Metric.context(name(), "first one after", Unit.SECONDS),
                (times.getMin() - end) / NANOS);
        harness.note(
                Metric.context(name(), "last one after", Unit.SECONDS),
                (times.getMax() - end) / NANOS);
    }
}
