// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.supervision;

import dev.parley.worker.retry.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every part once a second, and starts those again that are down: at once, then after waits that
/// grow to a minute. Thread-safe.
public final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Backoff backoff;
    private final List<PartWatch> watches = new CopyOnWriteArrayList<>();

    /// @param clock the time
    /// @param random spreads the waits
    public Supervisor(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.backoff = new Backoff(random, INTERVAL, LONGEST_WAIT);
    }

    /// Watches a part that runs, until what this returns is closed.
    public AutoCloseable watch(Part part) {
        var watch = new PartWatch(part, clock, backoff);
        var closed = new CountDownLatch(1);
        watches.add(watch);
        Thread.ofVirtual().name("watch-" + part.name()).start(() -> watch(watch, closed));
        return () -> {
            watch.stop();
            closed.countDown();
            watches.remove(watch);
        };
    }

    /// Returns how every part fares, in the order in which they were started.
    public List<PartStatus> parts() {
        return watches.stream().map(PartWatch::status).toList();
    }

    /// Returns whether every part does its work.
    public boolean allUp() {
        return watches.stream().allMatch(watch -> watch.status().up());
    }

    private static void watch(PartWatch watch, CountDownLatch closed) {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look(watch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // the top of the thread: a part that cannot be looked at now is looked at again
    private static void look(PartWatch watch) {
        try {
            watch.look();
        } catch (RuntimeException | Error e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("part", watch.status().name())
                    .log("cannot look at a part");
        }
    }
}
