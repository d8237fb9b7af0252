// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.peer.HostName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Who asks, and what they show.
///
/// @param access who may come in
/// @param request what they ask
record Caller(Access access, Request request) {
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    /// Says whether what tells nobody but operators may be told: with the token where there is one;
    /// without, on this machine by one of its own names, so that no page can ask through a name of its
    /// own (DNS rebinding). A proxy on this machine comes by such a name for anybody, so the name alone
    /// opens nothing once a token is set.
    boolean isOperator() {
        return access.token().isPresent() ? showsToken() : access.loopback() && usesOwnName();
    }

    /// Says whether the request came for a name that this machine gives itself.
    boolean usesOwnName() {
        var name = HostName.ofHeader(request.header("host").orElse(""));
        return name.isLoopback() || name.text().equalsIgnoreCase(access.bindAddress());
    }

    /// Says whether the token is shown in any way.
    boolean showsToken() {
        return showsBearer()
                || shown(BASIC).flatMap(Caller::password).filter(this::isToken).isPresent();
    }

    /// Says whether the token is shown in a way that no browser adds by itself.
    boolean showsBearer() {
        return shown(BEARER).filter(this::isToken).isPresent();
    }

    private boolean isToken(String candidate) {
        return access.token().map(token -> token.matches(candidate)).orElse(false);
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
}
