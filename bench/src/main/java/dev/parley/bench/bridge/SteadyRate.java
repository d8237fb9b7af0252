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

/// Messages at a steady rate, whatever the bridge does: how late they come, counted from when COMMIT was
/// answered, and how many a second are delivered.
///
/// @param name on the command line
/// @param perSecond the rate
/// @param rooms that take turns
/// @param writers connections that insert
/// @param pusherJs whether real Pusher clients receive, or the generator's sockets
record SteadyRate(String name, int perSecond, int rooms, int writers, boolean pusherJs)
        implements BridgeScenario {
    private static final double NANOS = 1e9;
    private static final int WARM_UP_RATE = 2_000;

    /// How long after the last commit the rest may come.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void measure(BridgeHarness harness) throws InterruptedException, SQLException {
        var all = harness.rooms(rooms);
        var schedule = schedule(harness);
        var times = new MessageTimes(schedule.messages());
        var received = new ReceivedMessages(schedule.messages(), rooms);
        try (var _ = pusherJs ? harness.pusherJs(all, received) : harness.listeners(all, received);
                var connections = harness.writers(all, writers)) {
            connections.write(schedule, 0, schedule.messages(), times);
            harness.awaitArrivals(received, schedule.messages(), PATIENCE);
            harness.checkAll(received);
            note(harness, Lateness.of(times, received, schedule.firstCounted()));
            note(harness, schedule, times, received);
        }
    }

    private Schedule schedule(BridgeHarness harness) {
        var pace = harness.pace();
        return new Schedule(
                List.of(
                        Phase.of(WARM_UP_RATE, pace.warmUp()),
                        Phase.of(perSecond, pace.settle()),
                        Phase.of(perSecond, pace.measured())));
    }

    private void note(BridgeHarness harness, Lateness lateness) {
        for (double percentile : new double[] {50, 99, 99.9}) {
            var name = "p" + (percentile == 99.9 ? "99.9" : Math.round(percentile));
            harness.note(
                    new Metric(name(), name, Unit.SECONDS, Better.LESS),
                    lateness.sinceCommit().getValueAtPercentile(percentile) / NANOS);
        }
        harness.note(
                Metric.context(name(), "p99 from insert sent", Unit.SECONDS),
                lateness.sinceInsert().getValueAtPercentile(99) / NANOS);
    }

    private void note(
            BridgeHarness harness,
            Schedule schedule,
            MessageTimes times,
            ReceivedMessages received) {
        var first = schedule.firstCounted();
        var last = schedule.messages() - 1;
        double sent = times.committedAt(last) - times.sentAt(first);
        harness.note(
                Metric.context(name(), "committed", Unit.PER_SECOND),
                (last - first + 1) * NANOS / sent);
        harness.note(
                new Metric(name(), "delivered", Unit.PER_SECOND, Better.MORE),
                delivered(schedule, times, received));
    }

    /// Returns how many messages per second came, from the first sent to the last received.
    private static double delivered(
            Schedule schedule, MessageTimes times, ReceivedMessages received) {
        var arrivals =
                IntStream.range(schedule.firstCounted(), schedule.messages())
                        .mapToLong(received::receivedAt)
                        .summaryStatistics();
        var start = times.sentAt(schedule.firstCounted());
        return arrivals.getCount() * NANOS / (arrivals.getMax() - start);
    }
}
