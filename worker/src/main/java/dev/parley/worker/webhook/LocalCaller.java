package dev.parley.worker.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

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

    private static final Pattern LOOPBACK_HOST =
            Pattern.compile(
                    "(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?",
                    Pattern.CASE_INSENSITIVE);

    private LocalCaller() {}

    /// @param peer the other end of the TCP connection
    /// @param header returns a header by its name
    static boolean is(InetAddress peer, Function<String, Optional<String>> header) {
        return peer.isLoopbackAddress()
                && GIVEAWAYS.stream().noneMatch(name -> header.apply(name).isPresent())
                && header.apply("host").filter(h -> LOOPBACK_HOST.matcher(h).matches()).isPresent();
    }
}
