// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.SignedInUsers;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.UserData;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ServerFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a client is signed in as, see
/// [user authentication](https://pusher.com/docs/channels/using_channels/user-authentication/). Confined to
/// the event loop of the connection; other threads may ask for the user, terminate and tell.
final class UserSignIn implements SignedInUsers.UserConnection {
    private final LiveApp app;
    private final Outbound outbound;
    private final SocketId id;
    private volatile @Nullable UserData user;
    private boolean ended;

    UserSignIn(LiveApp app, Outbound outbound, SocketId id) {
        this.app = app;
        this.outbound = outbound;
        this.id = id;
    }

    /// Returns who is signed in, or null.
    @Nullable UserData user() {
        return user;
    }

    /// Signs a user in, and begins to tell of the users on the user's watchlist.
    ///
    /// @throws ProtocolException for a wrong signature, or when another user is signed in
    void signIn(ClientFrame.SignIn frame) {
        var claimed = new SubscriptionAuthorizer(app.settings(), id).signIn(frame);
        var present = user;
        if (present != null && !present.id().equals(claimed.id())) {
            throw new ProtocolException(
                    ErrorCode.UNAUTHORIZED, "The connection is signed in as another user");
        }
        user = claimed;
        outbound.send(new ServerFrame.SignInSucceeded(frame.userData()));
        if (!ended) {
            watch(claimed);
        }
    }

    private void watch(UserData claimed) {
        var wanted =
                app.settings().features().watchlists()
                        ? claimed.watchlist().stream().distinct().toList()
                        : List.<String>of();
        int most = app.settings().limits().watchlistLength();
        boolean tooLong = wanted.size() > most;
        var watched = tooLong ? wanted.subList(0, most) : wanted;
        var state = app.users().signedIn(claimed.id(), this, watched);
        if (!watched.isEmpty()) {
            outbound.send(state);
        }
        if (tooLong) {
            outbound.send(
                    new ServerFrame.Failure(
                            ErrorCode.WATCHLIST_TOO_LONG,
                            "The watchlist has more than "
                                    + most
                                    + " users; the first ones are watched"));
        }
    }

    /// Signs the user out, for good.
    void end() {
        ended = true;
        var present = user;
        if (present != null) {
            app.users().left(present.id(), this);
        }
    }

    @Override
    public void terminate() {
        onLoop(() -> outbound.close(ErrorCode.UNAUTHORIZED, "You got disconnected by the app."));
    }

    @Override
    public void tell(TextFrame frame) {
        onLoop(() -> outbound.write(outbound.taskQueue().encode(frame)));
    }

    private void onLoop(Runnable action) {
        outbound.taskQueue()
                .call(() -> {
                    if (!ended) {
                        action.run();
                    }
                });
    }
}
