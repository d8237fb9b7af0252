// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import org.jspecify.annotations.Nullable;

/// One connection's place in one channel.
public final class Subscription {
    private final Channel channel;
    private final LoopSubscribers subscribers;
    private final Subscriber subscriber;
    private final @Nullable String userId;

    /// Where in [#subscribers] this is; -1 while it is not there. Owned by the subscriber's event loop.
    private int index = -1;

    Subscription(
            Channel channel,
            LoopSubscribers subscribers,
            Subscriber subscriber,
            @Nullable String userId) {
        this.channel = channel;
        this.subscribers = subscribers;
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

    /// Delivers an event of this connection to every other subscriber of the channel. Any thread may
    /// call.
    ///
    /// @param sender the connection's id
    public void publishToOthers(ServerFrame.ClientEvent event, SocketId sender) {
        channel.publish(event, sender, subscriber);
    }

    /// Ends the subscription. Called once, by the subscriber's event loop.
    public void leave() {
        channel.leave(this, channel.now());
    }

    LoopSubscribers subscribers() {
        return subscribers;
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
