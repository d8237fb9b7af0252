// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.Supabase;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.gateway.ApiKeys;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.util.Optional;

/// Addresses and keys, as an app on `host` must use them.
///
/// @param parleyUrl the page and the worker's routes
/// @param supabaseUrl what supabase-js talks to
/// @param anonKey the public key it sends; empty when not known
/// @param serviceRoleKey the key of trusted servers, when this Parley issues it
/// @param jwtSecret what signs access tokens, when it is a shared secret
/// @param webhookSecret what a caller of the worker's `/webhook` shows
/// @param databaseUrl the database, with login
/// @param databaseServed whether it is the one behind `supabaseUrl`; a hosted project has its own
/// @param pusher what pusher-js connects to
public record ClientSettings(
        URI parleyUrl,
        URI supabaseUrl,
        String anonKey,
        Optional<Secret> serviceRoleKey,
        Optional<Secret> jwtSecret,
        Secret webhookSecret,
        DatabaseUrl databaseUrl,
        boolean databaseServed,
        PusherSettings pusher) {

    /// What pusher-js connects to.
    ///
    /// @param appId id of the app, for publishers
    /// @param credentials the app's key, and its secret for publishers
    /// @param host host of the WebSocket
    /// @param port its TCP port
    /// @param tls whether it speaks TLS
    /// @param cluster Pusher's cluster, when it is theirs
    /// @param encrypted whether the events of private rooms come on encrypted channels
    public record PusherSettings(
            String appId,
            AppCredentials credentials,
            String host,
            int port,
            boolean tls,
            Optional<String> cluster,
            boolean encrypted) {
        /// Returns the address of the WebSocket.
        ///
        /// @param client what the client calls itself
        public URI socketAddress(String client) {
            return URI.create(
                    "%s://%s:%d/app/%s?protocol=7&client=%s&version=1"
                            .formatted(tls ? "wss" : "ws", host, port, credentials.key(), client));
        }
    }

    /// Combines what was configured with the ports that were taken.
    ///
    /// @param host the name or address under which apps reach this machine
    public static ClientSettings of(Configuration configuration, Ports ports, String host) {
        var pusher = pusher(configuration, ports, host);
        var page = http(host, ports.page());
        var webhook = configuration.webhook().secret();
        var database =
                switch (configuration.database()) {
                    case DatabaseSettings.Embedded _ ->
                            EmbeddedDatabase.url(configuration.databaseFolder(), ports.database());
                    case DatabaseSettings.External(var url) -> url;
                };
        return switch (configuration.supabase()) {
            case Supabase.Local local -> {
                var keys = ApiKeys.of(local.jwtSecret());
                yield new ClientSettings(
                        page,
                        http(host, ports.gateway()),
                        keys.anon(),
                        Optional.of(keys.serviceRole()),
                        Optional.of(local.jwtSecret()),
                        webhook,
                        database,
                        true,
                        pusher);
            }
            case Supabase.Hosted hosted ->
                    new ClientSettings(
                            page,
                            hosted.url(),
                            hosted.anonKey(),
                            Optional.empty(),
                            hosted.jwtSecret(),
                            webhook,
                            database,
                            configuration.database() instanceof DatabaseSettings.External,
                            pusher);
        };
    }

    /// Returns the address under which this machine itself reaches what listens on `bindAddress`.
    public static String localHost(String bindAddress) {
        return isWildcard(bindAddress) ? "127.0.0.1" : bindAddress;
    }

    /// Returns whether `bindAddress` means every address of this machine.
    public static boolean isWildcard(String bindAddress) {
        return bindAddress.equals("0.0.0.0") || bindAddress.equals("::");
    }

    private static PusherSettings pusher(Configuration configuration, Ports ports, String host) {
        var encrypted = configuration.encryption().isPresent();
        return switch (configuration.pusher()) {
            case Pusher.Local local ->
                    new PusherSettings(
                            local.appId(),
                            local.credentials(),
                            host,
                            ports.channels(),
                            false,
                            Optional.empty(),
                            encrypted);
            case Pusher.Hosted hosted ->
                    new PusherSettings(
                            hosted.appId(),
                            hosted.credentials(),
                            hosted.clientHost(),
                            hosted.port(),
                            hosted.tls(),
                            hosted.cluster(),
                            encrypted);
        };
    }

    private static URI http(String host, int port) {
        var name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + port);
    }
}
