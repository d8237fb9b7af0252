package dev.parley.channels.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.channels.room.RoomEvent;
import dev.parley.channels.room.RoomListener;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Hands what happens in an app's rooms to the endpoints that want it, which may change.
/// Thread-safe.
final class AppWebhooks implements RoomListener {
    private final InstantSource clock;
    private volatile Set<WebhookEvent> wanted = Set.of();

    @GuardedBy("this")
    private List<Subscriber> subscribers = List.of();

    @GuardedBy("this")
    private final Removals removals;

    /// @param clock measures how long a removal is held
    AppWebhooks(Removals removals, InstantSource clock) {
        this.removals = removals;
        this.clock = clock;
    }

    @Override
    public void on(RoomEvent event) {
        if (wanted.contains(Notice.kind(event))) {
            take(event);
        }
    }

    /// Tells other endpoints from now on; removals that are held are told to them. When this
    /// returns, nothing more is told to one that is not among them.
    ///
    /// @param others none to hear no more
    synchronized void tell(List<Subscriber> others) {
        subscribers = List.copyOf(others);
        wanted = wantedBy(subscribers);
    }

    /// Tells of removals held long enough. Called a few times a second.
    void tick() {
        if (!wanted.isEmpty()) {
            tellDue();
        }
    }

    private synchronized void tellDue() {
        removals.due(clock.instant()).forEach(this::offer);
    }

    private synchronized void take(RoomEvent event) {
        removals.add(event, clock.instant()).forEach(this::offer);
    }

    @GuardedBy("this")
    private void offer(RoomEvent event) {
        var kind = Notice.kind(event);
        for (var subscriber : subscribers) {
            if (subscriber.events().contains(kind)) {
                subscriber.offer(event);
            }
        }
    }

    /// Additions are judged by the removals before them, so who wants the ones needs the others.
    private static Set<WebhookEvent> wantedBy(List<Subscriber> subscribers) {
        var wanted = EnumSet.noneOf(WebhookEvent.class);
        subscribers.forEach(subscriber -> wanted.addAll(subscriber.events()));
        if (wanted.contains(WebhookEvent.CHANNEL_OCCUPIED)) {
            wanted.add(WebhookEvent.CHANNEL_VACATED);
        }
        if (wanted.contains(WebhookEvent.MEMBER_ADDED)) {
            wanted.add(WebhookEvent.MEMBER_REMOVED);
        }
        return Set.copyOf(wanted);
    }
}
