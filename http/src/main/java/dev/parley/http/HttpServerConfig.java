// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.peer.TrustedProxies;
import dev.parley.protocol.Range;
import java.util.List;

/// How a server runs.
///
/// @param name which of a process's servers it is, for logs and threads
/// @param bindAddress the address to listen on
/// @param port TCP port, 0 for a free one
/// @param limits how much strangers may take
/// @param timeouts how long it waits for them
/// @param proxies whose word is taken for who is behind them
public record HttpServerConfig(
        String name,
        String bindAddress,
        int port,
        RequestLimits limits,
        RequestTimeouts timeouts,
        TrustedProxies proxies) {
    /// Refuses values outside their ranges.
    public HttpServerConfig {
        Range.check(name + " port", port, 0, 65_535);
    }

    /// Returns the configuration of a server with the usual limits and no proxy in front.
    public static HttpServerConfig of(String name, String bindAddress, int port) {
        return new HttpServerConfig(
                name,
                bindAddress,
                port,
                RequestLimits.ofThisProcess(),
                RequestTimeouts.defaults(),
                new TrustedProxies(List.of()));
    }

    /// Returns this configuration with other limits.
    public HttpServerConfig with(RequestLimits other) {
        return new HttpServerConfig(name, bindAddress, port, other, timeouts, proxies);
    }

    /// Returns this configuration with other times.
    public HttpServerConfig with(RequestTimeouts other) {
        return new HttpServerConfig(name, bindAddress, port, limits, other, proxies);
    }

    /// Returns this configuration with proxies in front.
    public HttpServerConfig with(TrustedProxies other) {
        return new HttpServerConfig(name, bindAddress, port, limits, timeouts, other);
    }
}
