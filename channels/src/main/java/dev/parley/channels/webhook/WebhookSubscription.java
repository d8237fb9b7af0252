// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.channels.meter.WebhookMeters;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An endpoint as the channels see it: what it wants, and its outbox. Thread-safe.
final class WebhookSubscription {
    private static final Logger log = LoggerFactory.getLogger(WebhookSubscription.class);

    private final String endpoint;
    private final Set<WebhookEvent> events;
    private final Outbox outbox;
    private final WebhookMeters meters;
    private final AtomicBoolean overflowing = new AtomicBoolean();

    /// @param endpoint what the log calls it
    WebhookSubscription(
            String endpoint, Set<WebhookEvent> events, Outbox outbox, WebhookMeters meters) {
        this.endpoint = endpoint;
        this.events = Set.copyOf(events);
        this.outbox = outbox;
        this.meters = meters;
    }

    Set<WebhookEvent> events() {
        return events;
    }

    /// Adds an event; when there is no room, it is given up and counted.
    void enqueue(ChannelEvent event) {
        if (outbox.enqueue(event)) {
            overflowing.set(false);
            return;
        }
        meters.overflowed();
        // Once until there is room again; the counter tells how many there were.
        if (overflowing.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("waiting", outbox.size())
                    .log("webhook events given up, because too many wait");
        }
    }
}
