package dev.parley.channels.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.channels.room.RoomEvent;
import dev.parley.channels.room.RoomListener;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Hands what happens in an app's rooms to the endpoints that want it. Thread-safe.
final class AppWebhooks implements RoomListener {
    private final List<Subscriber> subscribers;
    private final Set<WebhookEvent> wanted = EnumSet.noneOf(WebhookEvent.class);
    private final InstantSource clock;

    @GuardedBy("this")
    private final Removals removals;

    /// @param subscribers the app's endpoints
    /// @param clock measures how long a removal is held
    AppWebhooks(List<Subscriber> subscribers, Removals removals, InstantSource clock) {
        this.subscribers = List.copyOf(subscribers);
        this.removals = removals;
        this.clock = clock;
        subscribers.forEach(subscriber -> wanted.addAll(subscriber.events()));
        if (wanted.contains(WebhookEvent.CHANNEL_OCCUPIED)) {
            wanted.add(WebhookEvent.CHANNEL_VACATED);
        }
        if (wanted.contains(WebhookEvent.MEMBER_ADDED)) {
            wanted.add(WebhookEvent.MEMBER_REMOVED);
        }
    }

    @Override
    public void on(RoomEvent event) {
        if (wanted.contains(Notice.kind(event))) {
            take(event);
        }
    }

    /// Tells of removals held long enough. Called a few times a second.
    synchronized void tick() {
        removals.due(clock.instant()).forEach(this::offer);
    }

    private synchronized void take(RoomEvent event) {
        removals.add(event, clock.instant()).forEach(this::offer);
    }

    private void offer(RoomEvent event) {
        var kind = Notice.kind(event);
        for (var subscriber : subscribers) {
            if (subscriber.events().contains(kind)) {
                subscriber.offer(event);
            }
        }
    }
}
