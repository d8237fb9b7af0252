// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A public key with the one algorithm it may verify.
///
/// @param algorithm ES256 for a key on the curve P-256, RS256 for an RSA key
/// @param key the key itself
record PublishedKey(JWSAlgorithm algorithm, PublicKey key) {
    private static final int MIN_RSA_BITS = 2_048;

    /// Reads a [JWK set](https://www.rfc-editor.org/rfc/rfc7517#section-5). Keys without a `kid`, not for
    /// signatures, too weak, or of another algorithm are left out; of two with one `kid` the first counts.
    ///
    /// @return the keys by their `kid`
    /// @throws ParseException when it is no key set
    static Map<String, PublishedKey> parse(String document) throws ParseException {
        var keys = new HashMap<String, PublishedKey>();
        for (var jwk : JWKSet.parse(document).getKeys()) {
            var id = jwk.getKeyID();
            if (id != null) {
                of(jwk).ifPresent(key -> keys.putIfAbsent(id, key));
            }
        }
        return Map.copyOf(keys);
    }

    private static Optional<PublishedKey> of(JWK jwk) throws ParseException {
        var use = jwk.getKeyUse();
        if (use != null && !use.equals(KeyUse.SIGNATURE)) {
            return Optional.empty();
        }
        var stated = jwk.getAlgorithm();
        return typed(jwk).filter(key -> stated == null || stated.equals(key.algorithm));
    }

    private static Optional<PublishedKey> typed(JWK jwk) throws ParseException {
        try {
            return switch (jwk) {
                case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
                        Optional.of(new PublishedKey(JWSAlgorithm.ES256, ec.toECPublicKey()));
                case RSAKey rsa when rsa.size() >= MIN_RSA_BITS ->
                        Optional.of(new PublishedKey(JWSAlgorithm.RS256, rsa.toRSAPublicKey()));
                default -> Optional.empty();
            };
        } catch (JOSEException e) {
            throw new ParseException("not a public key: " + e.getMessage(), 0);
        }
    }
}
