package dev.parley.worker.authorization;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;

/// What is needed to let people into channels.
///
/// @param credentials key and secret of the Pusher app that clients connect to
/// @param jwtSecret secret that access tokens are signed with (HS256), at least 32 bytes
public record AuthorizationConfig(AppCredentials credentials, Secret jwtSecret) {
    private static final int MIN_SECRET_BYTES = 32;

    /// Refuses a secret too short for HS256.
    public AuthorizationConfig {
        var length = jwtSecret.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the JWT secret has %d bytes, must be %d or more"
                            .formatted(length, MIN_SECRET_BYTES));
        }
    }
}
