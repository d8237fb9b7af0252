// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// Where the parts of one worker keep their meters. Thread-safe.
///
/// Names are given without the prefix `parley.worker.`; labels as names and values in turn. Asking
/// twice for one name and labels gives the same meter, so what counts often asks once.
public final class WorkerMeters {
    private static final String PREFIX = "parley.worker.";
    private static final Duration SHORTEST = Duration.ofNanos(100_000);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final MeterRegistry registry;

    /// @param registry where the meters are kept
    public WorkerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Returns a count of what happened.
    public Counter counter(String name, String... labels) {
        return registry.counter(PREFIX + name, labels);
    }

    /// Returns a measure of how long something took, with a histogram from 0.1 ms to a minute.
    public Timer timer(String name, String... labels) {
        return Timer.builder(PREFIX + name)
                .tags(labels)
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    /// Returns the distribution of a size.
    public DistributionSummary summary(String name, String... labels) {
        return registry.summary(PREFIX + name, labels);
    }

    /// Shows a number that is looked up when somebody asks.
    ///
    /// @param source where it is looked up; held strongly
    /// @param value must return at once
    public <T> void show(String name, T source, ToDoubleFunction<T> value, String... labels) {
        Gauge.builder(PREFIX + name, source, value)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }
}
