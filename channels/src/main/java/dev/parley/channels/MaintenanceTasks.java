// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.access.AccessLog;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.peer.Addresses;
import dev.parley.channels.tls.Certificates;
import dev.parley.channels.webhook.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What must be looked at now and then. Runs on the first event loop and never waits.
///
/// @param apps forget old events of cache channels
/// @param webhooks tell of what is certain by now
/// @param loops close sockets while memory is short
/// @param pressure says when it is
/// @param addresses forget those that are gone
/// @param refusals tell of those that were not logged
/// @param certificates are read again when their files change
record MaintenanceTasks(
        LiveApps apps,
        Webhooks webhooks,
        List<Loop> loops,
        MemoryPressure pressure,
        Addresses addresses,
        AccessLog refusals,
        @Nullable Certificates certificates) {
    private static final Duration EXPIRY = Duration.ofMinutes(1);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// How often memory is looked at.
    static final Duration LOOK = Duration.ofMillis(100);

    /// Begins; ends with the event loop.
    void start() {
        var first = loops.getFirst();
        repeat(first, EXPIRY, () -> apps.all().forEach(app -> app.channels().expire()));
        repeat(first, LOOK, this::look);
        repeat(first, TICK, this::tick);
        repeat(first, SECOND, addresses::forget);
        repeat(first, SECOND, refusals::reportSuppressed);
        if (certificates != null) {
            repeat(first, REFRESH, certificates::refreshLater);
        }
    }

    private void look() {
        if (pressure.adjust()) {
            loops.forEach(loop -> loop.press(pressure));
        }
    }

    private void tick() {
        apps.all().forEach(LiveApp::tick);
        webhooks.tick();
    }

    /// Repeats through the task queue, where a defect does not end the schedule.
    private static void repeat(Loop loop, Duration interval, Runnable action) {
        long nanos = interval.toNanos();
        var _ =
                loop.executor()
                        .scheduleWithFixedDelay(
                                () -> loop.taskQueue().call(action),
                                nanos,
                                nanos,
                                TimeUnit.NANOSECONDS);
    }
}
