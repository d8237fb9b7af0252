// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.http.peer.HostName;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells programs of this machine from those who only seem to be: a proxy that brings requests of
/// others, and a browser that a page of anybody has post here. Knows nothing of an HTTP server.
final class LocalCaller {
    /// What proxies add, and what browsers send with every post.
    private static final List<String> GIVEAWAYS =
            List.of(
                    "forwarded",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "x-real-ip",
                    "cf-connecting-ip",
                    "origin",
                    "sec-fetch-site");

    private LocalCaller() {}

    /// @param peer the other end of the TCP connection
    /// @param header returns a header by its name
    static boolean is(InetAddress peer, Function<String, Optional<String>> header) {
        return peer.isLoopbackAddress()
                && GIVEAWAYS.stream().noneMatch(name -> header.apply(name).isPresent())
                && header.apply("host")
                        .map(HostName::ofHeader)
                        .filter(HostName::isLoopback)
                        .isPresent();
    }
}
