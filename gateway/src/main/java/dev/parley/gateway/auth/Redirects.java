// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.http.ApiRequest;
import dev.parley.http.peer.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/// Where people may be sent who followed the link of a mail: to the site, to what a pattern fits, and
/// to nowhere else, or the gateway would lend its name to any page, and hand it a session.
///
/// @param site the app's address, where all go who may not go where they want to
/// @param patterns further addresses, in which `*` stands for any characters but `.` and `/`, `?` for one
///     of them, and `**` for any characters
/// @param loopback whether pages on the person's own machine are fine, as they are while one develops
public record Redirects(URI site, List<String> patterns, boolean loopback) {
    private static final int MAX_LENGTH = 2_048;

    /// Printable ASCII without the backslash, which browsers take for a slash.
    private static final Pattern PLAIN = Pattern.compile("[!-\\[\\]-~]{1," + MAX_LENGTH + "}");

    private static final Pattern PATTERN =
            Pattern.compile("(?<scheme>[a-z][a-z0-9+.-]*)://(?<authority>[^/]*)(/.*)?");
    private static final Pattern WILDCARD = Pattern.compile("\\*\\*|\\*|\\?");

    /// Where the usual development server of an app listens.
    private static final URI LOCAL_SITE = URI.create("http://localhost:3000");

    /// Copies the patterns, and refuses those that let in whom nobody meant.
    ///
    /// @throws IllegalArgumentException when one is no address, or its host ends in `**`, which fits a host
    ///     that goes on with anybody's domain
    public Redirects {
        patterns = List.copyOf(patterns);
        patterns.forEach(Redirects::check);
    }

    /// Returns what an app on this machine needs.
    public static Redirects local() {
        return new Redirects(LOCAL_SITE, List.of(), true);
    }

    /// Returns where to send the person who comes with a request: where it says, else where it comes from,
    /// else to the site.
    String target(ApiRequest request) {
        return request.parameters()
                .first("redirect_to")
                .filter(this::allows)
                .or(() -> request.header("referer").filter(this::allows))
                .orElseGet(site::toString);
    }

    /// Returns whether people may be sent to an address.
    boolean allows(String address) {
        if (!PLAIN.matcher(address).matches()) {
            return false;
        }
        try {
            var uri = new URI(address);
            return uri.getScheme() != null
                    // what stands before an @ is no host, however much it looks like one
                    && (uri.getRawAuthority() == null || !uri.getRawAuthority().contains("@"))
                    && (isSite(uri) || isLoopback(uri) || fits(address));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private boolean isSite(URI uri) {
        return isWeb(uri)
                && uri.getScheme().equalsIgnoreCase(site.getScheme())
                && uri.getHost().equalsIgnoreCase(site.getHost())
                && uri.getPort() == site.getPort();
    }

    private boolean isLoopback(URI uri) {
        return loopback && isWeb(uri) && new HostName(uri.getHost()).isLoopback();
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme())
                        || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private boolean fits(String address) {
        var whole = address.split("#", 2)[0];
        return patterns.stream().anyMatch(pattern -> expression(pattern).matcher(whole).matches());
    }

    private static Pattern expression(String pattern) {
        var expression = new StringBuilder();
        var from = 0;
        for (var matcher = WILDCARD.matcher(pattern); matcher.find(); from = matcher.end()) {
            expression
                    .append(Pattern.quote(pattern.substring(from, matcher.start())))
                    .append(
                            switch (matcher.group()) {
                                case "**" -> ".*";
                                case "*" -> "[^./]*";
                                default -> "[^./]";
                            });
        }
        return Pattern.compile(
                expression.append(Pattern.quote(pattern.substring(from))).toString());
    }

    private static void check(String pattern) {
        var parts = PATTERN.matcher(pattern);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "%s is no address such as https://app.example.com/**".formatted(pattern));
        }
        if (parts.group("scheme").startsWith("http") && parts.group("authority").endsWith("**")) {
            throw new IllegalArgumentException(
                    "%s fits any domain: end its host before the **, as in https://app.example.com/**"
                            .formatted(pattern));
        }
    }
}
