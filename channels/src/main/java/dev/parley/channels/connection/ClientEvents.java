// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.channel.Subscription;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.Utf8;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ServerFrame;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Passes the events of one client on to the others of a channel, by the rules of
/// [client events](https://pusher.com/docs/channels/using_channels/events/#triggering-client-events).
/// Confined to the event loop of the connection.
final class ClientEvents {
    private final LiveApp app;
    private final SocketId sender;
    private final InstantSource clock;

    /// Null until there was one: most clients never send any.
    private @Nullable TokenBucket pace;

    /// @param clock what the rate is counted by
    ClientEvents(LiveApp app, SocketId sender, InstantSource clock) {
        this.app = app;
        this.sender = sender;
        this.clock = clock;
    }

    /// Passes an event on.
    ///
    /// @param subscription the client's to the event's channel, or null
    /// @throws ProtocolException when the client may not send it
    void passOn(ClientFrame.ClientEvent event, @Nullable Subscription subscription) {
        try {
            publish(event, subscription);
        } catch (ProtocolException e) {
            app.meters().refusedClientEvent();
            throw e;
        }
    }

    private void publish(ClientFrame.ClientEvent event, @Nullable Subscription subscription) {
        var limits = app.settings().limits();
        if (subscription == null) {
            throw new ProtocolException(
                    "Cannot broadcast client event (connection not subscribed to channel "
                            + Subscriptions.shortened(event.channel())
                            + ")");
        }
        if (!app.settings().features().clientEvents()
                || !subscription.channel().type().allowsClientEvents()) {
            throw new ProtocolException(
                    "Client events need an app that allows them and a private or presence channel");
        }
        if (event.data() != null && Utf8.length(event.data()) > limits.eventDataBytes()) {
            throw new ProtocolException(
                    "The data of a client event may have "
                            + limits.eventDataBytes()
                            + " bytes at most");
        }
        if (!isInTime(limits)) {
            throw new ProtocolException(
                    ErrorCode.CLIENT_EVENT_REJECTED,
                    "More than " + limits.clientEventsPerSecond() + " client events a second");
        }
        subscription.publishToOthers(
                new ServerFrame.ClientEvent(
                        event.channel(), event.event(), event.data(), subscription.userId()),
                sender);
    }

    private boolean isInTime(Limits limits) {
        int perSecond = limits.clientEventsPerSecond();
        if (pace == null || !pace.isOf(perSecond)) {
            pace = new TokenBucket(perSecond, perSecond, clock);
        }
        return pace.tryTake();
    }
}
