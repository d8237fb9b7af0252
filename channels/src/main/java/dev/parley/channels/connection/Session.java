// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.ConnectionFacts;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.channel.Subscriber;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.Revocation;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ServerFrame;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// One client's connection to an app, from the greeting to the end: reads its messages, and closes it when
/// a deadline has passed. Confined to the event loop of the connection, so it has no locks; it knows nothing
/// of Netty. Other threads may call what [LiveApp.LiveConnection] has.
public final class Session implements MessageHandler, LiveApp.LiveConnection {
    private final LiveApp app;
    private final Outbound outbound;
    private final SocketId id;
    private final InstantSource clock;
    private final Instant since;
    private final Subscriptions subscriptions;
    private final UserSignIn signIn;
    private final ClientEvents clientEvents;
    private final AuthorizedUsers authorizedUsers = new AuthorizedUsers();

    /// When the client must have signed in or joined a private or presence channel; null if it need not.
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
        this.subscriptions = new Subscriptions(app, outbound, id, clock, subscribesPerSecond);
        this.signIn = new UserSignIn(app, outbound, id);
        this.clientEvents = new ClientEvents(app, id, clock);
    }

    /// Greets the client, or closes if the app has no room for it.
    ///
    /// @param activityTimeoutSeconds after how much silence the client should ping
    @Override
    public void open(int activityTimeoutSeconds) {
        if (!app.tryConnect(id, this)) {
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
        if (open
                && isUnauthorized()
                && authorizeBy != null
                && !clock.instant().isBefore(authorizeBy)) {
            outbound.close(ErrorCode.UNAUTHORIZED, "Connection not authorized within timeout");
        } else if (open && authorizedUsers.isOver(clock.instant())) {
            outbound.close(ErrorCode.SESSION_OVER, "The session has expired");
        }
    }

    private boolean isUnauthorized() {
        return signIn.user() == null && !subscriptions.authorized();
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
                case ClientFrame.Subscribe subscribe ->
                        subscriptions.subscribe(subscribe, signIn.user());
                case ClientFrame.Unsubscribe(var channel) -> subscriptions.unsubscribe(channel);
                case ClientFrame.SignIn claim -> signIn.signIn(claim);
                case ClientFrame.ClientEvent event ->
                        clientEvents.passOn(event, subscriptions.to(event.channel()));
            }
        } catch (ProtocolException e) {
            onMistake(e);
        }
    }

    /// Answers a mistake; the connection stays usable.
    private void onMistake(ProtocolException mistake) {
        outbound.send(new ServerFrame.Failure(mistake.code(), mistake.reason()));
    }

    @Override
    public void closed() {
        if (open) {
            open = false;
            subscriptions.end();
            signIn.end();
            app.disconnected(id);
        }
    }

    @Override
    public ConnectionFacts facts(int maxChannels) {
        var user = signIn.user();
        return new ConnectionFacts(
                id,
                outbound.address(),
                since,
                user == null ? null : user.id(),
                subscriptions.channels(maxChannels),
                subscriptions.count());
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
        var signedIn = signIn.user();
        return authorizedUsers.include(userId)
                || (signedIn != null && signedIn.id().equals(userId));
    }

    @Override
    public void revoke(Revocation revocation) {
        outbound.taskQueue().call(() -> subscriptions.revoke(revocation));
    }
}
