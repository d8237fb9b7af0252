// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.token.Claims;
import dev.parley.gateway.token.TokenException;
import dev.parley.gateway.token.Tokens;
import java.util.Optional;
import java.util.Set;

/// Knows who sends a request: first the API key, as Supabase's Kong asks for it, then the user's
/// token, if there is one.
final class KeyCheck {
    private static final Set<String> KEY_ROLES = Set.of("anon", "service_role");
    private static final String BEARER = "bearer ";

    private final Tokens tokens;

    KeyCheck(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Returns the refusal of a request without a key of this project.
    Optional<ApiReply> refuse(ApiRequest request) {
        var key = key(request);
        if (key.isEmpty()) {
            return Optional.of(refusal("No API key found in request"));
        }
        return claims(key.get()).isPresent()
                ? Optional.empty()
                : Optional.of(refusal("Invalid API key"));
    }

    /// Returns the claims to act by: the user's, or those of the key when there is no user.
    ///
    /// @throws TokenException when there is a user's token and it does not hold
    Claims bearer(ApiRequest request) {
        var key = key(request).orElse("");
        var header = request.header("authorization").orElse("");
        var token =
                header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        ? header.substring(BEARER.length()).strip()
                        : "";
        return token.isEmpty() || token.equals(key) || token.startsWith("sb_")
                ? tokens.verify(key)
                : tokens.verify(token);
    }

    private static Optional<String> key(ApiRequest request) {
        return request.header("apikey").or(() -> request.parameters().first("apikey"));
    }

    private Optional<Claims> claims(String key) {
        try {
            return Optional.of(tokens.verify(key))
                    .filter(claims -> KEY_ROLES.contains(claims.role()))
                    .filter(claims -> claims.subject().isEmpty());
        } catch (TokenException e) {
            return Optional.empty();
        }
    }

    private static ApiReply refusal(String message) {
        return ApiReply.json(
                        401,
                        Json.object()
                                .put("message", message)
                                .put(
                                        "hint",
                                        "Send the anon or service_role key that belongs to the gateway's JWT secret in the header apikey.")
                                .toString())
                .with("WWW-Authenticate", "Key realm=\"gateway\"");
    }
}
