// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies [access tokens](https://supabase.com/docs/guides/auth/jwts) of Supabase.
///
/// The algorithm belongs to the key, never to the token; a token without an end is refused, and so is
/// one of `anon` or `service_role`, which name no person. Immutable, for any thread.
final class AccessTokenVerifier {
    private static final int MAX_LENGTH = 8_192;
    private static final Duration SKEW = Duration.ofSeconds(30);

    /// How long one may listen after the token's end: longer than a token is taken for good, so that nobody
    /// is sent away and comes back with the same one.
    private static final Duration LISTEN_ON = Duration.ofSeconds(45);

    private static final String AUTHENTICATED = "authenticated";

    /// Of more characters no user of the [Pusher protocol](https://pusher.com/docs/channels/using_channels/user-authentication/) is.
    private static final int MAX_SUBJECT = 128;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Optional<String> issuer;
    private final InstantSource clock;

    AccessTokenVerifier(AuthorizationConfig config, InstantSource clock) {
        this.issuer = config.issuer().map(URI::toString);
        this.clock = clock;
        processor.setJWSKeySelector(new TokenKeys(config, clock));
        processor.setJWTClaimsSetVerifier(this::checkTimes);
    }

    /// Returns whose token it is.
    ///
    /// @throws TokenRefusedException saying why it is nobody's
    /// @throws KeysUnavailableException when the keys are not known now
    AuthenticatedUser verify(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException("The access token is too long.");
        }
        try {
            var signed = SignedJWT.parse(token);
            var claims = processor.process(signed, null);
            checkIssuer(claims);
            return user(token, claims, signed.getPayload().toString());
        } catch (KeySourceException e) {
            throw new KeysUnavailableException(e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new TokenRefusedException("The access token is not valid.");
        }
    }

    private static AuthenticatedUser user(String token, JWTClaimsSet claims, String json)
            throws ParseException {
        if (!AUTHENTICATED.equals(claims.getStringClaim("role"))
                || !claims.getAudience().contains(AUTHENTICATED)) {
            throw new TokenRefusedException("The access token is not a signed-in person's.");
        }
        var subject = claims.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new TokenRefusedException("The access token names no person.");
        }
        var session = claims.getStringClaim("session_id");
        return new AuthenticatedUser(
                subject,
                session == null ? "" : session,
                claims.getExpirationTime().toInstant().plus(LISTEN_ON),
                new Secret(token),
                json);
    }

    private void checkIssuer(JWTClaimsSet claims) {
        if (issuer.isPresent() && !issuer.get().equals(claims.getIssuer())) {
            throw new TokenRefusedException(
                    "The access token is another project's: SUPABASE_URL and the client's address of"
                            + " Supabase must be the same.");
        }
    }

    private void checkTimes(JWTClaimsSet claims, @Nullable SecurityContext context) {
        var now = clock.instant();
        var end = claims.getExpirationTime();
        if (end == null) {
            throw new TokenRefusedException("The access token never ends.");
        }
        if (end.toInstant().plus(SKEW).isBefore(now)) {
            throw new TokenRefusedException("The session has expired: sign in again.");
        }
        var latestBegin = now.plus(SKEW);
        if (isAfter(claims.getNotBeforeTime(), latestBegin)
                || isAfter(claims.getIssueTime(), latestBegin)) {
            throw new TokenRefusedException("The access token is not valid yet: check the clocks.");
        }
    }

    private static boolean isAfter(@Nullable Date time, Instant bound) {
        return time != null && time.toInstant().isAfter(bound);
    }
}
