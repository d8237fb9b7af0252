// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is counted of changes of access for one target: how many were told, by how the person stands,
/// how long they took to get there, and how often the target could not be told. Thread-safe.
final class AccessMeters {
    private final Map<AccessChange.Status, Counter> told = new EnumMap<>(AccessChange.Status.class);
    private final Timer delay;
    private final Counter failures;
    private final InstantSource clock;

    AccessMeters(WorkerMeters meters, String target, InstantSource clock) {
        for (var status : AccessChange.Status.values()) {
            var label = status.name().toLowerCase(Locale.ROOT);
            told.put(status, meters.counter("access.told", "target", target, "standing", label));
        }
        this.delay = meters.timer("access.delay", "target", target);
        this.failures = meters.counter("access.failures", "target", target);
        this.clock = clock;
    }

    void told(List<AccessChange> changes) {
        for (var change : changes) {
            var counter = told.get(change.status());
            if (counter != null) {
                counter.increment();
            }
            delay.record(Duration.between(change.since(), clock.instant()));
        }
    }

    void failed() {
        failures.increment();
    }
}
