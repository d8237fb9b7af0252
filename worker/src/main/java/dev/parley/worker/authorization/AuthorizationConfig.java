// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.MasterKey;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What is needed to let people into channels. Access tokens are checked by a shared secret, by the
/// keys that their issuer publishes, or by whichever of the two a token is signed with.
///
/// @param credentials key and secret of the Pusher app that clients connect to
/// @param jwtSecret secret that access tokens are signed with (HS256), at least 32 bytes
/// @param issuer exact claim `iss` of the tokens, an http(s) address without a slash at its end; the keys of
///     ES256 and RS256 are at `/.well-known/jwks.json` below it
/// @param project who is asked who may listen when there is no database; empty when nobody can be
/// @param watchlist whether people who sign in watch who comes and goes of those they share a room with
/// @param encryption with what the events of private rooms are encrypted; empty when they are not
public record AuthorizationConfig(
        AppCredentials credentials,
        Optional<Secret> jwtSecret,
        Optional<URI> issuer,
        Optional<ProjectApi> project,
        boolean watchlist,
        Optional<MasterKey> encryption) {
    private static final int MIN_SECRET_BYTES = 32;

    /// Refuses a secret too short for HS256, an issuer that is no such address, and to have nothing to check tokens with.
    public AuthorizationConfig {
        if (jwtSecret.isEmpty() && issuer.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is neither a JWT secret nor an issuer to check access tokens with");
        }
        jwtSecret.ifPresent(AuthorizationConfig::checkLength);
        issuer.ifPresent(AuthorizationConfig::checkAddress);
    }

    /// Checks tokens by a shared secret only.
    public AuthorizationConfig(AppCredentials credentials, Secret jwtSecret) {
        this(credentials, Optional.of(jwtSecret), Optional.empty());
    }

    /// Encrypts nothing.
    public AuthorizationConfig(
            AppCredentials credentials,
            Optional<Secret> jwtSecret,
            Optional<URI> issuer,
            Optional<ProjectApi> project,
            boolean watchlist) {
        this(credentials, jwtSecret, issuer, project, watchlist, Optional.empty());
    }

    /// Asks the database only, has nobody watch anybody and encrypts nothing.
    public AuthorizationConfig(
            AppCredentials credentials, Optional<Secret> jwtSecret, Optional<URI> issuer) {
        this(credentials, jwtSecret, issuer, Optional.empty(), false);
    }

    /// Returns the same with private rooms encrypted, or not.
    public AuthorizationConfig encrypting(Optional<MasterKey> masterKey) {
        return new AuthorizationConfig(
                credentials, jwtSecret, issuer, project, watchlist, masterKey);
    }

    private static void checkAddress(URI issuer) {
        var http = "http".equals(issuer.getScheme()) || "https".equals(issuer.getScheme());
        if (!http || issuer.getHost() == null || issuer.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "the issuer is %s, must be an http(s) address without a slash at its end"
                            .formatted(issuer));
        }
    }

    private static void checkLength(Secret secret) {
        var length = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the JWT secret has %d bytes, must be %d or more"
                            .formatted(length, MIN_SECRET_BYTES));
        }
    }
}
