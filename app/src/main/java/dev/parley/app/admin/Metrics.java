// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What the process counts: its parts, and the Java machine under them. Thread-safe.
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// Begins to count.
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new CollectorMetrics().bindTo(registry);
    }

    /// Returns where the parts count.
    public MeterRegistry registry() {
        return registry;
    }

    /// Returns everything in the [text format](https://prometheus.io/docs/instrumenting/exposition_formats/)
    /// of Prometheus, version 0.0.4.
    String text() {
        return registry.scrape("text/plain; version=0.0.4");
    }

    /// Returns what all counters of a name have counted together.
    double sum(String name) {
        return registry.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    /// Returns what each counter of a name that is not at zero has counted, by the value of its label.
    Map<String, Long> byLabel(String name, String label) {
        var counts = new TreeMap<String, Long>();
        for (var counter : registry.find(name).counters()) {
            var value = Objects.requireNonNullElse(counter.getId().getTag(label), "");
            if (counter.count() > 0) {
                counts.merge(value, (long) counter.count(), Long::sum);
            }
        }
        return counts;
    }

    @Override
    public void close() {
        registry.close();
    }
}
