// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.peer.Peer;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/// What all connections of a server share. Thread-safe.
///
/// @param config how the server runs
/// @param handler answers requests
/// @param errors words the server's own errors
/// @param connections who is connected
/// @param refusals where the server's own errors are written down
/// @param clock the date of answers
record ServerContext(
        HttpServerConfig config,
        RequestHandler handler,
        ErrorForm errors,
        Connections connections,
        RefusalLog refusals,
        InstantSource clock) {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    /// Returns who sends a request.
    ///
    /// @param remote who is connected
    Peer peer(InetSocketAddress remote, HttpRequest head) {
        return config.proxies()
                .peer(
                        remote,
                        false,
                        head.headers().getAll(FORWARDED_FOR),
                        head.headers().getAll(FORWARDED_PROTO));
    }
}
