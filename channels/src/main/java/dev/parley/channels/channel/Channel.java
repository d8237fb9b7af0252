// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One channel: its subscribers on every event loop, its members, its remembered event.
///
/// Thread-safe. Its lock orders joins, leaves and publishes; under it nothing is written, only
/// posted to task queues, so it is held for as long as it takes to append to one queue per loop.
public final class Channel {
    private final ChannelName name;
    private final Channels owner;
    private final ChannelContext context;

    @GuardedBy("this")
    private final List<LoopSubscribers> subscribersPerLoop = new ArrayList<>(1);

    @GuardedBy("this")
    private final Members members = new Members();

    @GuardedBy("this")
    private int subscriptions;

    @GuardedBy("this")
    private @Nullable CachedEvent cachedEvent;

    @GuardedBy("this")
    private boolean closed;

    /// Whether the last miss of a cache channel was announced.
    @GuardedBy("this")
    private boolean missed;

    /// Null until subscribers are counted.
    @GuardedBy("this")
    private @Nullable CountThrottle countThrottle;

    Channel(ChannelName name, Channels owner, ChannelContext context) {
        this.name = name;
        this.owner = owner;
        this.context = context;
    }

    /// Returns the channel's name.
    public ChannelName name() {
        return name;
    }

    Instant now() {
        return context.clock().instant();
    }

    /// Returns how many connections are subscribed.
    public synchronized int subscriptions() {
        return subscriptions;
    }

    /// Returns the ids of the distinct users; empty if this is no presence channel.
    public synchronized List<String> userIds() {
        return members.list().stream().map(PresenceData::userId).toList();
    }

    /// Returns how many distinct users are here.
    public synchronized int users() {
        return members.count();
    }

    /// Returns the event remembered at `now`.
    public synchronized Optional<CachedEvent> remembered(Instant now) {
        return Optional.ofNullable(cachedEvent).filter(event -> now.isBefore(event.until()));
    }

    /// Delivers a frame to all subscribers but one.
    ///
    /// @param except the connection that is left out, or null
    public synchronized void publish(TextFrame frame, @Nullable Subscriber except) {
        for (var subscribers : subscribersPerLoop) {
            if (subscribers.reserved() > 0) {
                subscribers.taskQueue().post(new LoopTask.Deliver(subscribers, frame, except));
            }
        }
        owner.debugListeners().heard(name.value(), frame);
    }

    /// Delivers a subscriber's event to the others and announces it.
    synchronized void publish(
            ServerFrame.ClientEvent event, SocketId sender, @Nullable Subscriber except) {
        publish(TextFrame.of(event), except);
        if (context.listener() != null) {
            context.announce(
                    new ChannelEvent.ClientSent(
                            name, sender, event.name(), event.data(), event.userId()));
        }
    }

    /// Publishes an event and remembers it. Says false if this channel was closed meanwhile.
    synchronized boolean remember(CachedEvent event, @Nullable Subscriber except) {
        if (closed) {
            return false;
        }
        cachedEvent = event;
        missed = false;
        publish(event.frame(), except);
        return true;
    }

    /// What became of an attempt to join.
    sealed interface Joining {
        record Joined(Subscription subscription) implements Joining {}

        record Full() implements Joining {}

        record Closed() implements Joining {}
    }

    synchronized Joining join(Subscriber subscriber, @Nullable PresenceData who, Instant now) {
        if (closed) {
            return new Joining.Closed();
        }
        if (who != null && !members.hasPlaceFor(who, context.maxMembers())) {
            return new Joining.Full();
        }
        var introduced = who != null && members.add(who) ? who : null;
        if (introduced != null && subscriptions > 0) {
            publish(TextFrame.of(new ServerFrame.MemberAdded(name.value(), introduced)), null);
        }
        var subscribers = subscribersOn(subscriber.taskQueue());
        subscribers.reserve(1);
        subscriptions++;
        var subscription =
                new Subscription(this, subscribers, subscriber, who == null ? null : who.userId());
        subscriber.taskQueue().post(new LoopTask.Take(subscription, replies(now)));
        if (subscriptions == 1) {
            context.announce(new ChannelEvent.Occupied(name));
        }
        if (introduced != null) {
            context.announce(new ChannelEvent.MemberAdded(name, introduced.userId()));
        }
        announceMiss(now);
        count(now);
        return new Joining.Joined(subscription);
    }

    synchronized void leave(Subscription subscription, Instant now) {
        var subscribers = subscription.subscribers();
        subscribers.reserve(-1);
        subscriptions--;
        subscribers.taskQueue().post(new LoopTask.Leave(subscription));
        var userId = subscription.userId();
        if (userId != null && members.remove(userId)) {
            if (subscriptions > 0) {
                publish(TextFrame.of(new ServerFrame.MemberRemoved(name.value(), userId)), null);
            }
            context.announce(new ChannelEvent.MemberRemoved(name, userId));
        }
        count(now);
        if (subscriptions == 0) {
            context.announce(new ChannelEvent.Vacated(name));
            if (cachedEvent == null) {
                close();
            }
        }
    }

    /// Tells the number that is owed, if its time has come.
    synchronized void tellOwed(Instant now) {
        if (!isCounted()) {
            countThrottle = null;
        }
        if (countThrottle != null && countThrottle.takeDue(now)) {
            tellCount();
        }
        if (countThrottle == null || !countThrottle.isOwed()) {
            owner.counted(this);
        }
    }

    /// Forgets an expired event and closes the channel if nothing is left of it.
    synchronized void expire(Instant now) {
        if (cachedEvent != null && !now.isBefore(cachedEvent.until())) {
            cachedEvent = null;
        }
        if (subscriptions == 0 && cachedEvent == null) {
            close();
        }
    }

    @GuardedBy("this")
    private void count(Instant now) {
        if (!isCounted()) {
            return;
        }
        if (countThrottle == null) {
            countThrottle = new CountThrottle();
        }
        if (countThrottle.changed(subscriptions, now)) {
            tellCount();
        } else {
            owner.countLater(this);
        }
    }

    private boolean isCounted() {
        return context.counting() && !name.type().isPresence();
    }

    @GuardedBy("this")
    private void tellCount() {
        if (subscriptions > 0) {
            publish(
                    TextFrame.of(new ServerFrame.SubscriptionCount(name.value(), subscriptions)),
                    null);
        }
        context.announce(new ChannelEvent.Counted(name, subscriptions));
    }

    @GuardedBy("this")
    private void announceMiss(Instant now) {
        if (name.type().isCached() && !missed && remembered(now).isEmpty()) {
            missed = true;
            context.announce(new ChannelEvent.CacheMissed(name));
        }
    }

    @GuardedBy("this")
    private void close() {
        closed = true;
        owner.remove(this);
    }

    @GuardedBy("this")
    private List<TextFrame> replies(Instant now) {
        var success =
                TextFrame.of(
                        name.type().isPresence()
                                ? new ServerFrame.PresenceSucceeded(name.value(), members.list())
                                : new ServerFrame.SubscriptionSucceeded(name.value()));
        if (!name.type().isCached()) {
            return List.of(success);
        }
        return List.of(
                success,
                remembered(now)
                        .map(CachedEvent::frame)
                        .orElseGet(() -> TextFrame.of(new ServerFrame.CacheMiss(name.value()))));
    }

    @GuardedBy("this")
    private LoopSubscribers subscribersOn(LoopTaskQueue taskQueue) {
        for (var subscribers : subscribersPerLoop) {
            if (subscribers.taskQueue() == taskQueue) {
                return subscribers;
            }
        }
        var subscribers = new LoopSubscribers(taskQueue);
        subscribersPerLoop.add(subscribers);
        return subscribers;
    }
}
