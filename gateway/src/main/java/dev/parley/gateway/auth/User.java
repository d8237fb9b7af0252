// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of `auth.users`.
///
/// @param id the user
/// @param email absent for anonymous users
/// @param passwordHash bcrypt; absent when the user has no password
/// @param anonymous whether the user came without e-mail and password
/// @param emailConfirmedAt absent when not confirmed
/// @param lastSignInAt absent before the first
/// @param bannedUntil absent when never banned
/// @param appMetadata set by the server only
/// @param userMetadata set by the user at will; nothing may be decided by it
/// @param createdAt when the user signed up
/// @param updatedAt when this row last changed
record User(
        UUID id,
        @Nullable String email,
        @Nullable String passwordHash,
        boolean anonymous,
        @Nullable Instant emailConfirmedAt,
        @Nullable Instant lastSignInAt,
        @Nullable Instant bannedUntil,
        ObjectNode appMetadata,
        ObjectNode userMetadata,
        Instant createdAt,
        Instant updatedAt) {
    static final String ROLE = "authenticated";

    /// Returns the user as clients see it.
    ObjectNode json() {
        var json =
                Json.object()
                        .put("id", id.toString())
                        .put("aud", ROLE)
                        .put("role", ROLE)
                        .put("email", email == null ? "" : email)
                        .put("phone", "");
        put(json, "email_confirmed_at", emailConfirmedAt);
        put(json, "confirmed_at", emailConfirmedAt);
        put(json, "last_sign_in_at", lastSignInAt);
        json.set("app_metadata", appMetadata);
        json.set("user_metadata", userMetadata);
        var identities = json.putArray("identities");
        if (email != null) {
            identities.add(identity(email));
        }
        return json.put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString())
                .put("is_anonymous", anonymous);
    }

    boolean bannedAt(Instant now) {
        return bannedUntil != null && bannedUntil.isAfter(now);
    }

    /// We keep no table of identities: a user with an e-mail has that one.
    private ObjectNode identity(String address) {
        var identity =
                Json.object()
                        .put("identity_id", id.toString())
                        .put("id", id.toString())
                        .put("user_id", id.toString());
        identity.set(
                "identity_data",
                Json.object()
                        .put("email", address)
                        .put("email_verified", true)
                        .put("phone_verified", false)
                        .put("sub", id.toString()));
        identity.put("provider", "email");
        put(identity, "last_sign_in_at", lastSignInAt);
        return identity.put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString())
                .put("email", address);
    }

    private static void put(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }
}
