// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// How often the garbage collectors stopped the process, and for how long in all.
///
/// It is read when somebody asks. Micrometer's own listens to a notification of each collection, and turning
/// those into objects costs a busy server with a small nursery as much again as the collections.
final class CollectorMetrics implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionTimer.builder(
                            "jvm.gc.pause",
                            collector,
                            GarbageCollectorMXBean::getCollectionCount,
                            GarbageCollectorMXBean::getCollectionTime,
                            TimeUnit.MILLISECONDS)
                    .tag("gc", collector.getName())
                    .description("Pauses for garbage collection")
                    .register(registry);
        }
    }
}
