package dev.parley.channels.room;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import org.jspecify.annotations.Nullable;

/// One connection's place in one room.
public final class Subscription {
    private final Room room;
    private final Seats seats;
    private final Seat seat;
    private final @Nullable String userId;

    /// Where in [#seats] this is; -1 while it is not there. Owned by the seat's event loop.
    private int index = -1;

    Subscription(Room room, Seats seats, Seat seat, @Nullable String userId) {
        this.room = room;
        this.seats = seats;
        this.seat = seat;
        this.userId = userId;
    }

    /// Returns the channel.
    public ChannelName channel() {
        return room.name();
    }

    /// Returns the user's id on a presence channel, else null.
    public @Nullable String userId() {
        return userId;
    }

    /// Delivers an event of this connection to every other subscriber of the room. Any thread may
    /// call.
    ///
    /// @param sender the connection's id
    public void publishToOthers(ServerFrame.ClientEvent event, SocketId sender) {
        room.publish(event, sender, seat);
    }

    /// Ends the subscription. Called once, by the seat's event loop.
    public void leave() {
        room.leave(this, room.now());
    }

    Seats seats() {
        return seats;
    }

    Seat seat() {
        return seat;
    }

    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }
}
