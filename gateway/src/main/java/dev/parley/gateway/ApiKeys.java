// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.gateway.http.Json;
import dev.parley.gateway.token.Tokens;
import dev.parley.protocol.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/// The two keys of a project in the form Supabase calls legacy: long-lived HS256 tokens with a role.
///
/// The same secret always gives the same keys, and Supabase's well-known local secret gives its
/// well-known local keys.
///
/// @param anon what browsers send; acts as the role `anon`
/// @param serviceRole what trusted servers send; acts as `service_role`, which no policy holds back
public record ApiKeys(String anon, Secret serviceRole) {
    /// 2032-11-12, as in the keys of the Supabase CLI.
    private static final long EXPIRES_EPOCH_SECONDS = 1_983_812_996L;

    /// Makes the keys that belong to a JWT secret.
    ///
    /// @throws IllegalArgumentException when the secret is shorter than 32 bytes
    public static ApiKeys of(Secret jwtSecret) {
        var tokens = new Tokens(jwtSecret, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        return new ApiKeys(key(tokens, "anon"), new Secret(key(tokens, "service_role")));
    }

    private static String key(Tokens tokens, String role) {
        return tokens.sign(
                Json.object()
                        .put("iss", "supabase-demo")
                        .put("role", role)
                        .put("exp", EXPIRES_EPOCH_SECONDS));
    }
}
