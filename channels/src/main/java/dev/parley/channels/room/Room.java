package dev.parley.channels.room;

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
/// posted to mailboxes, so it is held for as long as it takes to append to one queue per loop.
public final class Room {
    private final ChannelName name;
    private final Rooms owner;
    private final Customs customs;

    @GuardedBy("this")
    private final List<Seats> seatsPerLoop = new ArrayList<>(1);

    @GuardedBy("this")
    private final Members members = new Members();

    @GuardedBy("this")
    private int subscriptions;

    @GuardedBy("this")
    private @Nullable Remembered remembered;

    @GuardedBy("this")
    private boolean closed;

    /// Whether the last miss of a cache channel was announced.
    @GuardedBy("this")
    private boolean missed;

    /// Null until subscribers are counted.
    @GuardedBy("this")
    private @Nullable Counting counting;

    Room(ChannelName name, Rooms owner, Customs customs) {
        this.name = name;
        this.owner = owner;
        this.customs = customs;
    }

    /// Returns the channel's name.
    public ChannelName name() {
        return name;
    }

    Instant now() {
        return customs.clock().instant();
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
    public synchronized Optional<Remembered> remembered(Instant now) {
        return Optional.ofNullable(remembered).filter(event -> now.isBefore(event.until()));
    }

    /// Delivers a frame to all subscribers but one.
    ///
    /// @param except the connection that is left out, or null
    public synchronized void publish(TextFrame frame, @Nullable Seat except) {
        for (var seats : seatsPerLoop) {
            if (seats.reserved() > 0) {
                seats.mailbox().post(new Work.Deliver(seats, frame, except));
            }
        }
        owner.taps().heard(name.value(), frame);
    }

    /// Delivers a subscriber's event to the others and announces it.
    synchronized void publish(
            ServerFrame.ClientEvent event, SocketId sender, @Nullable Seat except) {
        publish(TextFrame.of(event), except);
        if (customs.listener() != null) {
            customs.announce(
                    new RoomEvent.ClientSent(
                            name, sender, event.name(), event.data(), event.userId()));
        }
    }

    /// Publishes an event and remembers it. Says false if this room was closed meanwhile.
    synchronized boolean remember(Remembered event, @Nullable Seat except) {
        if (closed) {
            return false;
        }
        remembered = event;
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

    synchronized Joining join(Seat seat, @Nullable PresenceData who, Instant now) {
        if (closed) {
            return new Joining.Closed();
        }
        if (who != null && !members.hasPlaceFor(who, customs.maxMembers())) {
            return new Joining.Full();
        }
        var introduced = who != null && members.add(who) ? who : null;
        if (introduced != null && subscriptions > 0) {
            publish(TextFrame.of(new ServerFrame.MemberAdded(name.value(), introduced)), null);
        }
        var seats = seatsOn(seat.mailbox());
        seats.reserve(1);
        subscriptions++;
        var subscription = new Subscription(this, seats, seat, who == null ? null : who.userId());
        seat.mailbox().post(new Work.Take(subscription, replies(now)));
        if (subscriptions == 1) {
            customs.announce(new RoomEvent.Occupied(name));
        }
        if (introduced != null) {
            customs.announce(new RoomEvent.MemberAdded(name, introduced.userId()));
        }
        announceMiss(now);
        count(now);
        return new Joining.Joined(subscription);
    }

    synchronized void leave(Subscription subscription, Instant now) {
        var seats = subscription.seats();
        seats.reserve(-1);
        subscriptions--;
        seats.mailbox().post(new Work.Leave(subscription));
        var userId = subscription.userId();
        if (userId != null && members.remove(userId)) {
            if (subscriptions > 0) {
                publish(TextFrame.of(new ServerFrame.MemberRemoved(name.value(), userId)), null);
            }
            customs.announce(new RoomEvent.MemberRemoved(name, userId));
        }
        count(now);
        if (subscriptions == 0) {
            customs.announce(new RoomEvent.Vacated(name));
            if (remembered == null) {
                close();
            }
        }
    }

    /// Tells the number that is owed, if its time has come.
    synchronized void tellOwed(Instant now) {
        if (!isCounted()) {
            counting = null;
        }
        if (counting != null && counting.isDue(now)) {
            tellCount();
        }
        if (counting == null || !counting.isOwed()) {
            owner.counted(this);
        }
    }

    /// Forgets an expired event and closes the room if nothing is left of it.
    synchronized void expire(Instant now) {
        if (remembered != null && !now.isBefore(remembered.until())) {
            remembered = null;
        }
        if (subscriptions == 0 && remembered == null) {
            close();
        }
    }

    @GuardedBy("this")
    private void count(Instant now) {
        if (!isCounted()) {
            return;
        }
        if (counting == null) {
            counting = new Counting();
        }
        if (counting.changed(subscriptions, now)) {
            tellCount();
        } else {
            owner.countLater(this);
        }
    }

    private boolean isCounted() {
        return customs.counting() && !name.type().isPresence();
    }

    @GuardedBy("this")
    private void tellCount() {
        if (subscriptions > 0) {
            publish(
                    TextFrame.of(new ServerFrame.SubscriptionCount(name.value(), subscriptions)),
                    null);
        }
        customs.announce(new RoomEvent.Counted(name, subscriptions));
    }

    @GuardedBy("this")
    private void announceMiss(Instant now) {
        if (name.type().isCached() && !missed && remembered(now).isEmpty()) {
            missed = true;
            customs.announce(new RoomEvent.CacheMissed(name));
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
                        .map(Remembered::frame)
                        .orElseGet(() -> TextFrame.of(new ServerFrame.CacheMiss(name.value()))));
    }

    @GuardedBy("this")
    private Seats seatsOn(Mailbox mailbox) {
        for (var seats : seatsPerLoop) {
            if (seats.mailbox() == mailbox) {
                return seats;
            }
        }
        var seats = new Seats(mailbox);
        seatsPerLoop.add(seats);
        return seats;
    }
}
