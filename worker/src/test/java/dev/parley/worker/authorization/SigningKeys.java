// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSSignerOption;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Set;

/// Keys as Supabase makes them, and tokens signed with them.
final class SigningKeys {
    private SigningKeys() {}

    static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey rsa(String id) {
        return rsa(id, 2_048);
    }

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static OctetSequenceKey octets(String id, byte[] secret) {
        return new OctetSequenceKey.Builder(secret).keyID(id).algorithm(JWSAlgorithm.HS256).build();
    }

    static String sign(JWTClaimsSet claims, JWK key) {
        var algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
        return sign(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()), claims, key);
    }

    static String sign(JWSHeader.Builder header, JWTClaimsSet claims, JWK key) {
        try {
            var built = header.build();
            return sign(
                    built,
                    claims,
                    new DefaultJWSSignerFactory().createJWSSigner(key, built.getAlgorithm()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signs with a key that is too short for the library's own taste.
    static String signWeakly(JWTClaimsSet claims, RSAKey key) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
            var weakly = Set.<JWSSignerOption>of(AllowWeakRSAKey.getInstance());
            return sign(header, claims, new RSASSASigner(key.toPrivateKey(), weakly));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hmac(JWTClaimsSet claims, String id, byte[] secret) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(id).build();
            return sign(header, claims, new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
