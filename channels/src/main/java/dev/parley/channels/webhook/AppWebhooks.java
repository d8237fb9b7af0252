// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.channel.ChannelEvent;
import dev.parley.channels.channel.ChannelListener;
import dev.parley.channels.config.WebhookEvent;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Hands what happens in an app's channels to the endpoints that want it, which may change.
/// Thread-safe.
final class AppWebhooks implements ChannelListener {
    private final InstantSource clock;
    private volatile Set<WebhookEvent> wanted = Set.of();

    @GuardedBy("this")
    private List<WebhookSubscription> webhookSubscriptions = List.of();

    @GuardedBy("this")
    private final DelayedRemovals delayedRemovals;

    /// @param clock measures how long a removal is held
    AppWebhooks(DelayedRemovals delayedRemovals, InstantSource clock) {
        this.delayedRemovals = delayedRemovals;
        this.clock = clock;
    }

    @Override
    public void on(ChannelEvent event) {
        if (wanted.contains(WebhookEventMapping.kind(event))) {
            take(event);
        }
    }

    /// Tells other endpoints from now on; removals that are held are told to them. When this
    /// returns, nothing more is told to one that is not among them.
    ///
    /// @param others none to hear no more
    synchronized void tell(List<WebhookSubscription> others) {
        webhookSubscriptions = List.copyOf(others);
        wanted = wantedBy(webhookSubscriptions);
    }

    /// Tells of removals held long enough. Called a few times a second.
    void tick() {
        if (!wanted.isEmpty()) {
            tellDue();
        }
    }

    private synchronized void tellDue() {
        delayedRemovals.due(clock.instant()).forEach(this::enqueue);
    }

    private synchronized void take(ChannelEvent event) {
        delayedRemovals.add(event, clock.instant()).forEach(this::enqueue);
    }

    @GuardedBy("this")
    private void enqueue(ChannelEvent event) {
        var kind = WebhookEventMapping.kind(event);
        for (var webhookSubscription : webhookSubscriptions) {
            if (webhookSubscription.events().contains(kind)) {
                webhookSubscription.enqueue(event);
            }
        }
    }

    /// Additions are judged by the removals before them, so who wants the ones needs the others.
    private static Set<WebhookEvent> wantedBy(List<WebhookSubscription> webhookSubscriptions) {
        var wanted = EnumSet.noneOf(WebhookEvent.class);
        webhookSubscriptions.forEach(
                webhookSubscription -> wanted.addAll(webhookSubscription.events()));
        if (wanted.contains(WebhookEvent.CHANNEL_OCCUPIED)) {
            wanted.add(WebhookEvent.CHANNEL_VACATED);
        }
        if (wanted.contains(WebhookEvent.MEMBER_ADDED)) {
            wanted.add(WebhookEvent.MEMBER_REMOVED);
        }
        return Set.copyOf(wanted);
    }
}
