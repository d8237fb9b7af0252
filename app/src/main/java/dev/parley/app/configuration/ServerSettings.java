// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.config.Tls;
import java.util.List;
import java.util.Optional;

/// What holds for all apps of our Pusher-compatible server and takes a restart to change.
///
/// @param pathPrefix what stands before `/app/` and `/apps/`; empty for nothing
/// @param tls the server's certificate, when it speaks TLS itself
/// @param trustedProxies proxies whose `X-Forwarded-For` is believed
/// @param limits what clients may take of the server; nothing for the defaults of the command
/// @param loops event loops; nothing for one per processor
public record ServerSettings(
        String pathPrefix,
        Optional<Tls> tls,
        List<String> trustedProxies,
        ServerLimits limits,
        Optional<Integer> loops) {
    /// Copies the list.
    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    static ServerSettings defaults(ServerLimits limits) {
        return new ServerSettings("", Optional.empty(), List.of(), limits, Optional.empty());
    }
}
