package dev.parley.worker.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies [access tokens](https://supabase.com/docs/guides/auth/jwts) of Supabase.
///
/// The algorithm belongs to the key, never to the token; a token without an end is refused, and so is
/// one of `anon` or `service_role`, which name no person. Immutable, for any thread.
final class AccessTokens {
    private static final int MAX_LENGTH = 4_096;
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String AUTHENTICATED = "authenticated";
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final InstantSource clock;

    private AccessTokens(JWSKeySelector<SecurityContext> keys, InstantSource clock) {
        this.clock = clock;
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(this::checkTimes);
    }

    /// Verifies tokens signed with a shared secret.
    static AccessTokens hs256(Secret secret, InstantSource clock) {
        var key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return new AccessTokens(new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, key), clock);
    }

    /// Returns whose token it is.
    ///
    /// @throws TokenRefusedException saying why it is nobody's
    User verify(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException("The access token is too long.");
        }
        try {
            var signed = SignedJWT.parse(token);
            return user(processor.process(signed, null), signed.getPayload().toString());
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new TokenRefusedException("The access token is not valid.");
        }
    }

    private static User user(JWTClaimsSet claims, String json) throws ParseException {
        if (!AUTHENTICATED.equals(claims.getStringClaim("role"))
                || !claims.getAudience().contains(AUTHENTICATED)) {
            throw new TokenRefusedException("The access token is not a signed-in person's.");
        }
        var subject = claims.getSubject();
        if (subject == null || !UUID_FORM.matcher(subject).matches()) {
            throw new TokenRefusedException("The access token names no person.");
        }
        return new User(UUID.fromString(subject), json);
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
