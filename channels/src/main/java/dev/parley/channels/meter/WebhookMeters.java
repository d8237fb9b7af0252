// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The counters of a server's webhooks. Thread-safe.
public final class WebhookMeters {
    private static final String EVENTS = "parley.channels.webhooks.events";

    private final Counter sent;
    private final Counter gaveUp;
    private final Counter overflowed;
    private final Counter failed;

    /// @param registry where the counters are kept
    public WebhookMeters(MeterRegistry registry) {
        sent = registry.counter(EVENTS, "result", "sent");
        gaveUp = registry.counter(EVENTS, "result", "given_up");
        overflowed = registry.counter(EVENTS, "result", "overflowed");
        failed = registry.counter("parley.channels.webhooks.failures");
    }

    /// Counts events an endpoint took.
    public void sent(int events) {
        sent.increment(events);
    }

    /// Counts events no attempt brought to their endpoint.
    public void gaveUp(int events) {
        gaveUp.increment(events);
    }

    /// Counts an event for which an endpoint's queue had no room.
    public void overflowed() {
        overflowed.increment();
    }

    /// Counts an attempt that failed.
    public void failed() {
        failed.increment();
    }
}
