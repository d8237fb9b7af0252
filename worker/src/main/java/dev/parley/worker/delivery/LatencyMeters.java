// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.delivery;

import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Measures how long events take from their row to their target. Thread-safe.
///
/// The beginning is told by the database's clock, the end by ours: what their difference makes
/// negative counts as nothing.
public final class LatencyMeters implements DeliveryListener {
    private final Map<String, Timer> timers;

    /// @param targets the names of all targets
    public LatencyMeters(WorkerMeters meters, List<String> targets) {
        this.timers =
                targets.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Function.identity(),
                                        target ->
                                                meters.timer("publish.latency", "target", target)));
    }

    @Override
    public void arrived(DeliveryReport report) {
        var timer = timers.get(report.target());
        if (timer == null) {
            return;
        }
        for (var event : report.events()) {
            var took = Duration.between(event.committed(), report.taken());
            timer.record(took.isNegative() ? Duration.ZERO : took);
        }
    }
}
