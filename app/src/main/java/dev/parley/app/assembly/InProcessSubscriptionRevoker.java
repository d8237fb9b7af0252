// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.channels.ChannelServer;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.Revocation;
import dev.parley.worker.publish.SubscriptionRevoker;
import java.time.Instant;
import java.util.List;

/// Our own channels server as the one that lets people in. It knows whose connection it is from us, so
/// nobody needs to sign in, and sees to the end of their time itself. Thread-safe.
///
/// @param server the server
/// @param appId the app whose people these are
record InProcessSubscriptionRevoker(ChannelServer server, String appId)
        implements SubscriptionRevoker {
    @Override
    public boolean registerConnection(String socketId, String userId, Instant end) {
        try {
            server.registerConnection(appId, new SocketId(socketId), userId, end);
        } catch (IllegalArgumentException | ProtocolException e) {
            return true; // no connection of ours has such an id, so nothing will come of it
        }
        return true;
    }

    @Override
    public void revoke(String userId, List<String> channels, String reason) {
        server.revoke(appId, userId, new Revocation(channels, reason));
    }

    /// The server has done so already.
    @Override
    public void dismiss(String userId) {}
}
