package dev.parley.channels.room;

import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.frame.ServerFrame;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The rooms of one app. A room exists while somebody is subscribed, or while an event of a cache
/// channel is remembered. Thread-safe.
public final class Rooms {
    private static final Duration MEMORY = Duration.ofMinutes(30);

    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final Customs customs;

    /// Rooms that owe their subscribers a number.
    private final Set<Room> counting = ConcurrentHashMap.newKeySet();

    /// @param customs what the rooms have in common
    public Rooms(Customs customs) {
        this.customs = customs;
    }

    /// Returns the room of a channel, if there is one.
    public Optional<Room> find(ChannelName channel) {
        return Optional.ofNullable(rooms.get(channel.value()));
    }

    /// Returns all rooms, as they come and go.
    public Collection<Room> all() {
        return Collections.unmodifiableCollection(rooms.values());
    }

    /// Subscribes a connection. The reply is written before this returns. Called on the seat's loop.
    ///
    /// @param who the user, on a presence channel; else null
    /// @return nothing if the presence channel is full
    public Optional<Subscription> join(ChannelName channel, Seat seat, @Nullable PresenceData who) {
        while (true) {
            var room = room(channel);
            switch (room.join(seat, who, customs.clock().instant())) {
                case Room.Joining.Joined(var subscription) -> {
                    seat.mailbox().seat(subscription);
                    return Optional.of(subscription);
                }
                case Room.Joining.Full _ -> {
                    return Optional.empty();
                }
                case Room.Joining.Closed _ -> Thread.onSpinWait();
            }
        }
    }

    /// Delivers an event to a channel's subscribers.
    ///
    /// @param except the connection that is left out, or null
    public void publish(ChannelName channel, String name, String data, @Nullable Seat except) {
        if (channel.type().isCached()) {
            var until = customs.clock().instant().plus(MEMORY);
            var event = new Remembered(data, frame(channel, name, data), until);
            while (!room(channel).remember(event, except)) {
                Thread.onSpinWait();
            }
            return;
        }
        var room = rooms.get(channel.value());
        if (room != null) {
            room.publish(frame(channel, name, data), except);
        }
    }

    /// Tells subscribers the numbers that are due. Called every second or so.
    public void tellCounts() {
        if (!counting.isEmpty()) {
            var now = customs.clock().instant();
            counting.forEach(room -> room.tellOwed(now));
        }
    }

    /// Forgets events remembered long enough.
    public void expire() {
        var now = customs.clock().instant();
        for (var room : rooms.values()) {
            if (room.name().type().isCached()) {
                room.expire(now);
            }
        }
    }

    void countLater(Room room) {
        counting.add(room);
    }

    void counted(Room room) {
        counting.remove(room);
    }

    void remove(Room room) {
        rooms.remove(room.name().value(), room);
    }

    private Room room(ChannelName channel) {
        return rooms.computeIfAbsent(channel.value(), _ -> new Room(channel, this, customs));
    }

    private static TextFrame frame(ChannelName channel, String name, String data) {
        return TextFrame.of(new ServerFrame.Event(channel.value(), name, data));
    }
}
