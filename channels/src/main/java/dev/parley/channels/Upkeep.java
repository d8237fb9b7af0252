package dev.parley.channels;

import dev.parley.channels.app.LiveApps;
import dev.parley.channels.http.Door;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.tls.Certificates;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What must be looked at now and then. Runs on the first event loop and never waits.
///
/// @param apps forget old events of cache channels
/// @param loops close sockets while memory is short
/// @param door forgets addresses, and tells of refusals that were not logged
/// @param certificates are read again when their files change
record Upkeep(LiveApps apps, List<Loop> loops, Door door, @Nullable Certificates certificates) {
    private static final Duration EXPIRY = Duration.ofMinutes(1);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /// How often memory is looked at.
    static final Duration LOOK = Duration.ofMillis(100);

    /// Begins; ends with the event loop.
    void start() {
        var executor = loops.getFirst().executor();
        repeat(executor, EXPIRY, () -> apps.all().forEach(app -> app.rooms().expire()));
        repeat(executor, LOOK, this::look);
        repeat(executor, SETTLING, this::settle);
        if (certificates != null) {
            repeat(executor, REFRESH, certificates::refreshLater);
        }
    }

    private void look() {
        if (door.pressure().look()) {
            loops.forEach(Loop::press);
        }
    }

    private void settle() {
        door.addresses().forget();
        door.log().settle();
    }

    private static void repeat(EventExecutor executor, Duration interval, Runnable action) {
        long nanos = interval.toNanos();
        var _ = executor.scheduleWithFixedDelay(action, nanos, nanos, TimeUnit.NANOSECONDS);
    }
}
