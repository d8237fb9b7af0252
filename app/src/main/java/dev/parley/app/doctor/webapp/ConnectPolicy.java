// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What one Content-Security-Policy lets the scripts of a page connect to. Paths in it are not looked at.
///
/// Matches as [the specification](https://www.w3.org/TR/CSP3/#match-url-to-source-list) does.
///
/// @param sources the source list of `connect-src`, or of `default-src` without one
record ConnectPolicy(List<String> sources) {
    private static final Map<String, List<String>> SCHEMES =
            Map.of(
                    "http", List.of("http", "https"),
                    "ws", List.of("ws", "wss", "http", "https"),
                    "wss", List.of("wss", "https"));

    ConnectPolicy {
        sources = List.copyOf(sources);
    }

    /// Reads the value of a header, which may hold several policies.
    static Stream<ConnectPolicy> parse(String header) {
        return Stream.of(header.split(",", -1)).flatMap(policy -> one(policy).stream());
    }

    private static Optional<ConnectPolicy> one(String policy) {
        var directives = new HashMap<String, List<String>>();
        for (var directive : policy.split(";", -1)) {
            var words = List.of(directive.strip().split("\\s+", -1));
            directives.putIfAbsent(
                    words.getFirst().toLowerCase(Locale.ROOT), words.subList(1, words.size()));
        }
        return Optional.ofNullable(
                        directives.getOrDefault("connect-src", directives.get("default-src")))
                .map(ConnectPolicy::new);
    }

    /// Returns whether a script of `page` may connect to `target`.
    boolean allows(URI page, URI target) {
        return sources.stream().anyMatch(source -> matches(source, page, target));
    }

    private static boolean matches(String source, URI page, URI target) {
        if (source.equals("*")) {
            return true;
        }
        if (source.equalsIgnoreCase("'self'")) {
            return target.getHost().equals(page.getHost())
                    && port(target) == port(page)
                    && !(isSecure(page) && !isSecure(target));
        }
        if (source.matches("[A-Za-z][A-Za-z0-9+.-]*:")) {
            return schemeMatches(source.substring(0, source.length() - 1), target);
        }
        var scheme = source.contains("://") ? source.replaceFirst("://.*", "") : page.getScheme();
        var host = source.replaceFirst("^[^/]*://", "").replaceFirst("/.*", "");
        return schemeMatches(scheme, target) && hostMatches(host, target);
    }

    private static boolean schemeMatches(String allowed, URI target) {
        var scheme = allowed.toLowerCase(Locale.ROOT);
        return SCHEMES.getOrDefault(scheme, List.of(scheme)).contains(target.getScheme());
    }

    private static boolean hostMatches(String allowed, URI target) {
        var port = allowed.replaceFirst("^.*?(?::(\\d+|\\*))?$", "$1");
        var host =
                port.isEmpty()
                        ? allowed
                        : allowed.substring(0, allowed.length() - port.length() - 1);
        var name = target.getHost().toLowerCase(Locale.ROOT);
        var named =
                host.startsWith("*.")
                        ? name.endsWith(host.substring(1).toLowerCase(Locale.ROOT))
                        : name.equalsIgnoreCase(host);
        return named
                && switch (port) {
                    case "*" -> true;
                    case "" -> port(target) == (isSecure(target) ? 443 : 80);
                    default -> port(target) == Integer.parseInt(port);
                };
    }

    private static boolean isSecure(URI address) {
        return address.getScheme().equals("https") || address.getScheme().equals("wss");
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
    }
}
