// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.ConnectionFacts;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.SignedInUsers;
import dev.parley.channels.channel.Subscriber;
import dev.parley.channels.channel.Subscription;
import dev.parley.channels.wire.TextFrame;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Handles the messages of one client. Confined to the event loop of its connection, so it has no locks; it
/// knows nothing of Netty.
public final class Session
        implements MessageHandler, SignedInUsers.UserConnection, LiveApp.LiveConnection {
    private static final int MAX_ECHOED_NAME = 200;

    private final LiveApp app;
    private final Outbound outbound;
    private final SocketId id;
    private final InstantSource clock;
    private final int subscribesPerSecond;
    private final Instant since;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final ClientEvents clientEvents;
    private @Nullable TokenBucket subscribes;
    private final AuthorizedUsers authorizedUsers = new AuthorizedUsers();
    private final Revoked revoked = new Revoked();
    private volatile @Nullable UserData user;

    /// When the connection must have shown a right; null once it has, or need not.
    private @Nullable Instant authorizeBy;

    private boolean open;

    /// @param app the app the client connected to
    /// @param outbound the way to the client
    /// @param id the connection's id, which nobody can guess
    /// @param clock the time client events and subscriptions are counted by, and rights must be
    ///     shown by
    /// @param subscribesPerSecond subscriptions in the long run
    public Session(
            LiveApp app,
            Outbound outbound,
            SocketId id,
            InstantSource clock,
            int subscribesPerSecond) {
        this.app = app;
        this.outbound = outbound;
        this.id = id;
        this.clock = clock;
        this.since = clock.instant();
        this.clientEvents = new ClientEvents(app, id, clock);
        this.subscribesPerSecond = subscribesPerSecond;
    }

    /// Greets the client, or closes if the app has no room for it.
    ///
    /// @param activityTimeoutSeconds after how much silence the client should ping
    @Override
    public void open(int activityTimeoutSeconds) {
        if (!app.connected(id, this)) {
            outbound.close(ErrorCode.OVER_QUOTA, "Account over quota");
            return;
        }
        open = true;
        var patience = app.settings().features().authorizationTimeout();
        if (patience != null) {
            authorizeBy = clock.instant().plus(patience);
        }
        outbound.send(new ServerFrame.ConnectionEstablished(id, activityTimeoutSeconds));
    }

    /// Looks at the deadline by which the client must have signed in or joined a private or presence
    /// channel, see [authorized connections](https://pusher.com/docs/channels/using_channels/authorized-connections/).
    @Override
    public void onSweep() {
        if (open && authorizeBy != null && !clock.instant().isBefore(authorizeBy)) {
            outbound.close(ErrorCode.UNAUTHORIZED, "Connection not authorized within timeout");
        } else if (open && authorizedUsers.isOver(clock.instant())) {
            outbound.close(ErrorCode.SESSION_OVER, "The session has expired");
        }
    }

    @Override
    public void receive(String message) {
        app.meters().received();
        try {
            on(app.frames().read(message));
        } catch (ProtocolException e) {
            onMistake(e);
        }
    }

    /// Does what the client asks, or tells it why not.
    public void on(ClientFrame frame) {
        if (!open) {
            return;
        }
        try {
            switch (frame) {
                case ClientFrame.Ping _ -> outbound.send(new ServerFrame.Pong());
                case ClientFrame.Pong _ -> {}
                case ClientFrame.Subscribe subscribe -> subscribe(subscribe);
                case ClientFrame.Unsubscribe(var channel) -> unsubscribe(channel);
                case ClientFrame.SignIn signIn -> signIn(signIn);
                case ClientFrame.ClientEvent event -> clientEvent(event);
            }
        } catch (ProtocolException e) {
            onMistake(e);
        }
    }

    /// Answers a mistake; the connection stays usable.
    private void onMistake(ProtocolException mistake) {
        outbound.send(new ServerFrame.Failure(mistake.code(), mistake.reason()));
    }

    /// Leaves everything.
    @Override
    public void closed() {
        if (!open) {
            return;
        }
        open = false;
        subscriptions.values().forEach(Subscription::leave);
        subscriptions.clear();
        if (user != null) {
            app.users().left(user.id(), this);
        }
        app.disconnected(id);
    }

    @Override
    public ConnectionFacts facts(int maxChannels) {
        return new ConnectionFacts(
                id,
                outbound.address(),
                since,
                user == null ? null : user.id(),
                subscriptions.keySet().stream().limit(maxChannels).sorted().toList(),
                subscriptions.size());
    }

    @Override
    public void terminate() {
        end(ErrorCode.UNAUTHORIZED, "You got disconnected by the app.");
    }

    @Override
    public Subscriber subscriber() {
        return outbound;
    }

    @Override
    public void end(ErrorCode code, String reason) {
        outbound.taskQueue()
                .call(() -> {
                    if (open) {
                        outbound.close(code, reason);
                    }
                });
    }

    @Override
    public void registerUser(String userId, Instant end) {
        authorizedUsers.add(userId, end);
    }

    @Override
    public boolean isOf(String userId) {
        var signedIn = user;
        return authorizedUsers.include(userId)
                || (signedIn != null && signedIn.id().equals(userId));
    }

    @Override
    public void revoke(Revocation revocation) {
        outbound.taskQueue()
                .call(() -> {
                    if (open) {
                        revocation.channels().forEach(name -> leave(name, revocation.reason()));
                    }
                });
    }

    @Override
    public void tell(TextFrame frame) {
        outbound.taskQueue()
                .call(() -> {
                    if (open) {
                        outbound.write(outbound.taskQueue().encode(frame));
                    }
                });
    }

    private void leave(String channel, String reason) {
        if (!revoked.add(channel)) {
            outbound.close(ErrorCode.SESSION_OVER, "The connection was taken out of many channels");
            return;
        }
        var subscription = subscriptions.remove(channel);
        if (subscription != null) {
            subscription.leave();
            app.meters().revokedSubscription();
            outbound.send(new ServerFrame.SubscriptionError(channel, "AuthError", reason, 403));
        }
    }

    private Limits limits() {
        return app.settings().limits();
    }

    private SubscriptionAuthorizer authorizer() {
        return new SubscriptionAuthorizer(app.settings(), id);
    }

    private void subscribe(ClientFrame.Subscribe frame) {
        var present = subscriptions.get(frame.channel());
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
        ChannelName channel;
        var limits = limits();
        if (!maySubscribe(limits)) {
            refuse(frame, "LimitReached", 403, "Too many subscriptions a second");
            return;
        }
        try {
            channel = ChannelName.parse(frame.channel(), limits.channelNameLength());
            var who = authorizer().authorize(channel, frame, user);
            if (subscriptions.size() >= limits.channelsPerConnection()) {
                refuse(frame, "LimitReached", 403, "The connection has too many channels");
                return;
            }
            var joined = app.channels().join(channel, outbound, who.orElse(null));
            if (joined.isEmpty()) {
                refuse(frame, "LimitReached", 403, "The presence channel is full");
                return;
            }
            if (!open) {
                // Writing the reply found the connection too slow and ended the session.
                joined.get().leave();
                return;
            }
            subscriptions.put(channel.value(), joined.get());
            if (channel.type().needsSignature()) {
                authorizeBy = null;
            }
        } catch (ProtocolException e) {
            boolean unauthorized = e.code() == ErrorCode.UNAUTHORIZED;
            tellRefusal(
                    frame, unauthorized ? "AuthError" : "Malformed", unauthorized ? 401 : 400, e);
        }
    }

    private boolean maySubscribe(Limits limits) {
        if (subscribes == null) {
            int burst = Math.max(subscribesPerSecond, limits.channelsPerConnection());
            subscribes = new TokenBucket(subscribesPerSecond, burst, clock);
        }
        return subscribes.tryTake();
    }

    private void refuse(ClientFrame.Subscribe frame, String type, int status, String reason) {
        tellRefusal(frame, type, status, new ProtocolException(reason));
    }

    /// Refusals are told twice: to the channel, as some servers do and pusher-js passes on, and to
    /// the connection, as the hosted service does.
    private void tellRefusal(
            ClientFrame.Subscribe frame, String type, int status, ProtocolException refusal) {
        var name = frame.channel();
        app.meters().refusedSubscription(refusal.code() == ErrorCode.UNAUTHORIZED);
        outbound.send(
                new ServerFrame.SubscriptionError(shortened(name), type, refusal.reason(), status));
        onMistake(refusal);
    }

    /// Returns a name as it is told back, which cannot be long.
    static String shortened(String name) {
        return name.length() <= MAX_ECHOED_NAME ? name : name.substring(0, MAX_ECHOED_NAME);
    }

    private void unsubscribe(String channel) {
        var subscription = subscriptions.remove(channel);
        if (subscription == null) {
            throw new ProtocolException(
                    "No current subscription to channel "
                            + shortened(channel)
                            + ", or subscription in progress");
        }
        subscription.leave();
    }

    private void signIn(ClientFrame.SignIn frame) {
        var claimed = authorizer().signIn(frame);
        if (user != null && !user.id().equals(claimed.id())) {
            throw new ProtocolException(
                    ErrorCode.UNAUTHORIZED, "The connection is signed in as another user");
        }
        user = claimed;
        authorizeBy = null;
        outbound.send(new ServerFrame.SignInSucceeded(frame.userData()));
        if (open) {
            watch(claimed);
        }
    }

    private void watch(UserData claimed) {
        var wanted =
                app.settings().features().watchlists()
                        ? claimed.watchlist().stream().distinct().toList()
                        : List.<String>of();
        var limits = limits();
        boolean tooLong = wanted.size() > limits.watchlistLength();
        var watched = tooLong ? wanted.subList(0, limits.watchlistLength()) : wanted;
        var state = app.users().signedIn(claimed.id(), this, watched);
        if (!watched.isEmpty()) {
            outbound.send(state);
        }
        if (tooLong) {
            outbound.send(
                    new ServerFrame.Failure(
                            ErrorCode.WATCHLIST_TOO_LONG,
                            "The watchlist has more than "
                                    + limits.watchlistLength()
                                    + " users; the first ones are watched"));
        }
    }

    private void clientEvent(ClientFrame.ClientEvent event) {
        try {
            clientEvents.passOn(event, subscriptions.get(event.channel()));
        } catch (ProtocolException e) {
            app.meters().refusedClientEvent();
            onMistake(e);
        }
    }
}
