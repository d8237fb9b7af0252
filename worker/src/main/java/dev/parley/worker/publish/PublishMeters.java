// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// What is counted about the deliveries to one target. Thread-safe.
public final class PublishMeters {
    private final Counter published;
    private final Counter repeated;
    private final Counter refused;
    private final Counter referred;
    private final Counter parked;
    private final Counter failed;
    private final Counter unannounced;
    private final DistributionSummary batch;
    private final Timer request;
    private final AtomicInteger inFlight = new AtomicInteger();

    /// @param target its name, the label of every meter
    public PublishMeters(WorkerMeters meters, String target) {
        this.published = meters.counter("delivery.published", "target", target);
        this.repeated = meters.counter("delivery.repeated", "target", target);
        this.refused = meters.counter("delivery.refused", "target", target);
        this.referred = meters.counter("delivery.referred", "target", target);
        this.parked = meters.counter("delivery.parked", "target", target);
        this.failed = meters.counter("delivery.failed", "target", target);
        this.unannounced = meters.counter("delivery.notices.dropped", "target", target);
        this.batch = meters.summary("delivery.batch", "target", target);
        this.request = meters.timer("delivery.request", "target", target);
        meters.show("delivery.requests", inFlight, AtomicInteger::get, "target", target);
    }

    /// A request goes out.
    ///
    /// @param again whether its events went out before, so that they may arrive twice
    void sending(int events, boolean again) {
        inFlight.incrementAndGet();
        batch.record(events);
        if (again) {
            repeated.increment(events);
        }
    }

    /// A request has ended.
    void answered(Duration took) {
        inFlight.decrementAndGet();
        request.record(took);
    }

    void published(int events) {
        published.increment(events);
    }

    void failed() {
        failed.increment();
    }

    void refused() {
        refused.increment();
    }

    /// A reference went out instead of an event.
    void referred() {
        referred.increment();
    }

    void parked() {
        parked.increment();
    }

    void unannounced(int notices) {
        unannounced.increment(notices);
    }
}
