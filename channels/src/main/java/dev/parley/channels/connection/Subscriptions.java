// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.channel.Subscription;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.ChannelType;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.UserData;
import dev.parley.protocol.api.Revocation;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ServerFrame;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The channels that one client is subscribed to, and those it may not come back to. Confined to the event
/// loop of the connection.
final class Subscriptions {
    private static final int MAX_ECHOED_NAME = 200;

    private final LiveApp app;
    private final Outbound outbound;
    private final SocketId id;
    private final InstantSource clock;
    private final int perSecond;
    private final Map<String, Subscription> byChannel = new HashMap<>();
    private final Revoked revoked = new Revoked();
    private @Nullable TokenBucket rate;
    private boolean authorized;
    private boolean ended;

    /// @param clock what the rate is counted by
    /// @param perSecond new ones in the long run
    Subscriptions(LiveApp app, Outbound outbound, SocketId id, InstantSource clock, int perSecond) {
        this.app = app;
        this.outbound = outbound;
        this.id = id;
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /// Returns the client's to a channel, or null.
    @Nullable Subscription to(String channel) {
        return byChannel.get(channel);
    }

    /// Returns whether the client has ever joined a channel that needs a signature.
    boolean authorized() {
        return authorized;
    }

    int count() {
        return byChannel.size();
    }

    /// Returns some of the channels, sorted.
    List<String> channels(int most) {
        return byChannel.keySet().stream().limit(most).sorted().toList();
    }

    /// Joins a channel, or tells the client why not.
    ///
    /// @param user who the connection is signed in as, or null
    /// @throws ProtocolException if it is subscribed already
    void subscribe(ClientFrame.Subscribe frame, @Nullable UserData user) {
        var present = byChannel.get(frame.channel());
        if (present != null) {
            if (present.channel().type() == ChannelType.SERVER_TO_USER) {
                // pusher-js asks for it after every sign-in, also when only the token is a new one
                outbound.send(new ServerFrame.SubscriptionSucceeded(frame.channel()));
                return;
            }
            throw new ProtocolException("Existing subscription to channel " + frame.channel());
        }
        if (revoked.include(frame.channel())) {
            outbound.close(ErrorCode.SESSION_OVER, "Connect again to come back to a channel");
            return;
        }
        var limits = app.settings().limits();
        if (!isInTime(limits)) {
            refuse(frame, "LimitReached", 403, "Too many subscriptions a second");
            return;
        }
        try {
            join(frame, user, limits);
        } catch (ProtocolException e) {
            boolean unauthorized = e.code() == ErrorCode.UNAUTHORIZED;
            refuse(frame, unauthorized ? "AuthError" : "Malformed", unauthorized ? 401 : 400, e);
        }
    }

    private void join(ClientFrame.Subscribe frame, @Nullable UserData user, Limits limits) {
        var channel = ChannelName.parse(frame.channel(), limits.channelNameLength());
        var who = new SubscriptionAuthorizer(app.settings(), id).authorize(channel, frame, user);
        if (byChannel.size() >= limits.channelsPerConnection()) {
            refuse(frame, "LimitReached", 403, "The connection has too many channels");
            return;
        }
        var joined = app.channels().join(channel, outbound, who.orElse(null));
        if (joined.isEmpty()) {
            refuse(frame, "LimitReached", 403, "The presence channel is full");
        } else if (ended) {
            // Writing the reply found the connection too slow and closed it.
            joined.get().leave();
        } else {
            byChannel.put(channel.value(), joined.get());
            authorized |= channel.type().needsSignature();
        }
    }

    /// Leaves a channel.
    ///
    /// @throws ProtocolException if the client is not subscribed to it
    void unsubscribe(String channel) {
        var subscription = byChannel.remove(channel);
        if (subscription == null) {
            throw new ProtocolException(
                    "No current subscription to channel "
                            + shortened(channel)
                            + ", or subscription in progress");
        }
        subscription.leave();
    }

    /// Leaves channels because the application says so, and keeps them closed for this connection.
    void revoke(Revocation revocation) {
        if (!ended) {
            revocation.channels().forEach(channel -> revoke(channel, revocation.reason()));
        }
    }

    private void revoke(String channel, String reason) {
        if (!revoked.add(channel)) {
            outbound.close(ErrorCode.SESSION_OVER, "The connection was taken out of many channels");
            return;
        }
        var subscription = byChannel.remove(channel);
        if (subscription != null) {
            subscription.leave();
            app.meters().revokedSubscription();
            outbound.send(new ServerFrame.SubscriptionError(channel, "AuthError", reason, 403));
        }
    }

    /// Leaves everything, for good.
    void end() {
        ended = true;
        byChannel.values().forEach(Subscription::leave);
        byChannel.clear();
    }

    private boolean isInTime(Limits limits) {
        if (rate == null) {
            int burst = Math.max(perSecond, limits.channelsPerConnection());
            rate = new TokenBucket(perSecond, burst, clock);
        }
        return rate.tryTake();
    }

    private void refuse(ClientFrame.Subscribe frame, String type, int status, String reason) {
        refuse(frame, type, status, new ProtocolException(reason));
    }

    /// Refusals are told twice: to the channel, as some servers do and pusher-js passes on, and to
    /// the connection, as the hosted service does.
    private void refuse(
            ClientFrame.Subscribe frame, String type, int status, ProtocolException refusal) {
        var name = shortened(frame.channel());
        app.meters().refusedSubscription(refusal.code() == ErrorCode.UNAUTHORIZED);
        outbound.send(new ServerFrame.SubscriptionError(name, type, refusal.reason(), status));
        outbound.send(new ServerFrame.Failure(refusal.code(), refusal.reason()));
    }

    /// Returns a name as it is told back, which cannot be long.
    static String shortened(String name) {
        return name.length() <= MAX_ECHOED_NAME ? name : name.substring(0, MAX_ECHOED_NAME);
    }
}
