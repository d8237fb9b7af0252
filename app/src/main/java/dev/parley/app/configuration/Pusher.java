// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.AppCredentials;
import java.util.Optional;

/// Which server brings events to the browsers.
public sealed interface Pusher {
    /// Returns the id of the Pusher app.
    String appId();

    /// Returns the key and the secret that sign for the app.
    AppCredentials credentials();

    /// Returns whether people who sign in watch who comes and goes of those they share a room with.
    boolean watchlist();

    /// Our Pusher-compatible server.
    ///
    /// @param appId id of the app that the chat uses
    /// @param credentials the app's key and secret
    /// @param port TCP port for clients and publishers, 0 for a free one
    /// @param admin how its operators reach it
    /// @param tree which apps it serves, and how
    /// @param watchlist whether people who sign in watch each other
    record Local(
            String appId,
            AppCredentials credentials,
            int port,
            Admin admin,
            ChannelsTree tree,
            boolean watchlist)
            implements Pusher {}

    /// Pusher Channels, or a server that speaks its protocol.
    ///
    /// @param appId id of the app
    /// @param credentials the app's key and secret
    /// @param apiHost host that takes publishes
    /// @param clientHost host that browsers connect to
    /// @param port TCP port of both
    /// @param tls whether both speak TLS
    /// @param cluster Pusher's cluster, such as `eu`, when that is what was given
    /// @param watchlist whether people who sign in watch each other
    record Hosted(
            String appId,
            AppCredentials credentials,
            String apiHost,
            String clientHost,
            int port,
            boolean tls,
            Optional<String> cluster,
            boolean watchlist)
            implements Pusher {}
}
