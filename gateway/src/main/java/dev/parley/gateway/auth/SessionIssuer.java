// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Makes the session that a client keeps: an access token, a refresh token, the user.
final class SessionIssuer {
    private final Tokens tokens;
    private final Duration life;
    private final Supplier<String> issuer;

    /// @param issuer address of `/auth/v1`, asked when a token is made
    SessionIssuer(Tokens tokens, Duration life, Supplier<String> issuer) {
        this.tokens = tokens;
        this.life = life;
        this.issuer = issuer;
    }

    /// Returns the session as clients get it.
    ///
    /// @param method how the user signed in: `password`, `anonymous`, `otp` or `recovery`
    ObjectNode session(User user, Sessions.Live live, String method, Instant now) {
        var expires = now.plus(life).getEpochSecond();
        var session =
                Json.object()
                        .put("access_token", tokens.sign(claims(user, live, method, now, expires)))
                        .put("token_type", "bearer")
                        .put("expires_in", life.toSeconds())
                        .put("expires_at", expires)
                        .put("refresh_token", live.refreshToken());
        session.set("user", user.json());
        return session;
    }

    private ObjectNode claims(
            User user, Sessions.Live live, String method, Instant now, long expires) {
        var email = user.email();
        var claims =
                Json.object()
                        .put("iss", issuer.get())
                        .put("sub", user.id().toString())
                        .put("aud", User.ROLE)
                        .put("exp", expires)
                        .put("iat", now.getEpochSecond())
                        .put("email", email == null ? "" : email)
                        .put("phone", "");
        claims.set("app_metadata", user.appMetadata());
        claims.set("user_metadata", user.userMetadata());
        claims.put("role", User.ROLE).put("aal", "aal1");
        claims.putArray("amr")
                .add(Json.object().put("method", method).put("timestamp", now.getEpochSecond()));
        return claims.put("session_id", live.session().toString())
                .put("is_anonymous", user.anonymous());
    }
}
