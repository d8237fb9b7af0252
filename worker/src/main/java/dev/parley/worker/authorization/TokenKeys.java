// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Finds the key for a token: the shared secret for HS256 and nothing else, a published key for its own
/// algorithm. Keys and addresses that a token brings with it (`jwk`, `jku`, `x5c`, `x5u`) are not looked at.
final class TokenKeys implements JWSKeySelector<SecurityContext> {
    private final Optional<SecretKey> shared;
    private final Optional<PublishedKeys> published;

    TokenKeys(AuthorizationConfig config, InstantSource clock) {
        this.shared = config.jwtSecret().map(TokenKeys::hmac);
        this.published =
                config.issuer()
                        .map(issuer ->
                                new PublishedKeys(
                                        new KeyEndpoint(issuer), clock, shared.isEmpty()));
    }

    /// Returns whether tokens of an algorithm are checked with a published key.
    static boolean isPublished(JWSAlgorithm algorithm) {
        return !JWSAlgorithm.HS256.equals(algorithm);
    }

    @Override
    public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
            throws KeySourceException {
        var algorithm = header.getAlgorithm();
        if (shared.isPresent() && !isPublished(algorithm)) {
            return List.of(shared.get());
        }
        if (published.isEmpty()) {
            return List.of();
        }
        return published.get().find(header.getKeyID(), algorithm).stream().toList();
    }

    private static SecretKey hmac(Secret secret) {
        return new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
