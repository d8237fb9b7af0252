package dev.parley.channels.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import org.jspecify.annotations.Nullable;

/// One connection's place in one room.
public final class Subscription {
    private final Channel channel;
    private final LoopSubscribers loopSubscribers;
    private final Subscriber subscriber;
    private final @Nullable String userId;

    /// Where in [#loopSubscribers] this is; -1 while it is not there. Owned by the seat's event loop.
    private int index = -1;

    Subscription(
            Channel channel,
            LoopSubscribers loopSubscribers,
            Subscriber subscriber,
            @Nullable String userId) {
        this.channel = channel;
        this.loopSubscribers = loopSubscribers;
        this.subscriber = subscriber;
        this.userId = userId;
    }

    /// Returns the channel.
    public ChannelName channel() {
        return channel.name();
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
        channel.publish(event, sender, subscriber);
    }

    /// Ends the subscription. Called once, by the seat's event loop.
    public void leave() {
        channel.leave(this, channel.now());
    }

    LoopSubscribers loopSubscribers() {
        return loopSubscribers;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }
}
