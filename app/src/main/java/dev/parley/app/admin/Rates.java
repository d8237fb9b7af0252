// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How much happened in each of the last two minutes' seconds. Thread-safe; a virtual thread of its own
/// takes the samples.
public final class Rates implements AutoCloseable {
    private static final int MOST_SAMPLES = 120;
    private static final double NANOS = 1e9;

    /// The series the console draws, and the counters they are made of.
    private static final Map<String, String> COUNTERS = counters();

    private final Metrics metrics;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    @GuardedBy("this")
    private final Map<String, Deque<Double>> series = new LinkedHashMap<>();

    @GuardedBy("this")
    private Map<String, Double> before;

    @GuardedBy("this")
    private Instant beforeAt;

    private Rates(Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.before = counts();
        this.beforeAt = clock.instant();
        COUNTERS.keySet().forEach(name -> series.put(name, new ArrayDeque<>()));
    }

    /// Begins to take a sample every second.
    public static Rates start(Metrics metrics, InstantSource clock) {
        var rates = new Rates(metrics, clock);
        Thread.ofVirtual().name("admin-rates").start(rates::run);
        return rates;
    }

    /// Returns each series, the oldest second first.
    synchronized Map<String, List<Double>> perSecond() {
        var copy = new LinkedHashMap<String, List<Double>>();
        series.forEach((name, samples) -> copy.put(name, List.copyOf(samples)));
        return copy;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                sample();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sample() {
        var now = clock.instant();
        var seconds = Duration.between(beforeAt, now).toNanos() / NANOS;
        if (seconds <= 0) {
            return;
        }
        var counts = counts();
        series.forEach((name, samples) -> {
            if (samples.size() == MOST_SAMPLES) {
                samples.removeFirst();
            }
            var change = counts.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
            samples.addLast(Math.max(0, change) / seconds);
        });
        before = counts;
        beforeAt = now;
    }

    private Map<String, Double> counts() {
        var counts = new LinkedHashMap<String, Double>();
        COUNTERS.forEach((name, counter) -> counts.put(name, metrics.sum(counter)));
        return counts;
    }

    private static Map<String, String> counters() {
        var counters = new LinkedHashMap<String, String>();
        counters.put("published", "parley.channels.publishes");
        counters.put("delivered", "parley.channels.deliveries");
        counters.put("received", "parley.channels.messages.received");
        counters.put("requests", "parley.channels.http.requests");
        return counters;
    }
}
