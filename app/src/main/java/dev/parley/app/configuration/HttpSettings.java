// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.http.HttpServerConfig;
import dev.parley.http.RequestLimits;
import dev.parley.http.RequestTimeouts;
import dev.parley.http.peer.TrustedProxies;
import java.util.List;

/// What strangers may take of the gateway, the page's port and the admin port.
///
/// @param trustedProxies addresses and ranges whose `X-Forwarded-For` is believed
/// @param limits how much strangers may take of each
/// @param timeouts how long each waits for them
public record HttpSettings(
        List<String> trustedProxies, RequestLimits limits, RequestTimeouts timeouts) {
    /// Copies the list.
    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// Returns the configuration of one of the servers.
    ///
    /// @param name which one, for logs and threads
    public HttpServerConfig server(String name, String bindAddress, int port) {
        return new HttpServerConfig(
                name, bindAddress, port, limits, timeouts, new TrustedProxies(trustedProxies));
    }
}
