// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import dev.parley.protocol.api.Revocation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// A Pusher app as the one that lets people in. It knows a user by sign-in only, and
/// [ends all connections](https://pusher.com/docs/channels/server_api/terminating-user-connections/) of
/// one; clients that sign in come back with the rights they still have. A server of ours, elsewhere, is
/// asked to end just the subscriptions. Thread-safe.
final class PusherSubscriptionRevoker implements SubscriptionRevoker {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private final PusherApp app;
    private final Poster api;

    /// Whether the server may be one of ours.
    private volatile boolean revokes;

    /// @param api posts to the app's HTTP API
    PusherSubscriptionRevoker(PusherApp app, Poster api) {
        this.app = app;
        this.api = api;
        this.revokes = !app.isHosted();
    }

    @Override
    public boolean registerConnection(String socketId, String userId, Instant end) {
        return false;
    }

    @Override
    public void revoke(String userId, List<String> channels, String reason)
            throws InterruptedException {
        if (!revokes) {
            dismiss(userId);
            return;
        }
        try {
            var body = new Revocation(channels, reason).json().getBytes(StandardCharsets.UTF_8);
            api.post(app.path(userId, "revoke"), body);
        } catch (PublishException e) {
            switch (e.failure()) {
                // An error of configuration, or a server that does not know what is asked of it.
                case Failure.Misconfigured _, Failure.Refused _ -> {
                    dismiss(userId);
                    revokes = false; // only now: with wrong keys that would have failed as well
                }
                case Failure.Unavailable _, Failure.TooLarge _ -> throw e;
            }
        }
    }

    @Override
    public void dismiss(String userId) throws InterruptedException {
        api.post(app.path(userId, "terminate_connections"), NOTHING);
    }

    /// Posts a signed request.
    @FunctionalInterface
    interface Poster {
        /// Posts a body to a path.
        ///
        /// @param path decoded, from `/apps` on
        /// @throws PublishException when the answer is not 2xx, or there is none
        void post(String path, byte[] body) throws InterruptedException;
    }
}
