// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.peer.HostName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a request shows of who sent it.
record Caller(Request request) {
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    /// Returns the name it was sent to.
    HostName host() {
        return HostName.ofHeader(request.header("host").orElse(""));
    }

    /// Returns what it shows in a way that no browser adds by itself.
    Optional<String> bearer() {
        return shown(BEARER);
    }

    /// Returns the password that somebody gave a browser.
    Optional<String> password() {
        return shown(BASIC).flatMap(Caller::password);
    }

    /// Returns whether a page of another origin sent it.
    boolean isForeignPage() {
        var host = request.header("host").orElse("");
        return request.header("origin")
                .filter(origin -> !authority(origin).equalsIgnoreCase(host))
                .isPresent();
    }

    private Optional<String> shown(String scheme) {
        return request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip());
    }

    private static Optional<String> password(String credentials) {
        try {
            var text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return Optional.of(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
