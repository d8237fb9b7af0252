// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Access tokens as Supabase issues them.
final class Tokens {
    static final Secret SECRET = new Secret("a secret of more than thirty-two bytes");

    private Tokens() {}

    /// Returns a token of a person, issued at a time and good for an hour.
    static String of(String person, Instant issued) {
        return sign(claims(person, issued).build());
    }

    static JWTClaimsSet.Builder claims(String person, Instant issued) {
        return new JWTClaimsSet.Builder()
                .issuer("http://127.0.0.1:54321/auth/v1")
                .subject(person.toString())
                .audience("authenticated")
                .claim("role", "authenticated")
                .claim("session_id", UUID.randomUUID().toString())
                .claim("is_anonymous", false)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plus(Duration.ofHours(1))));
    }

    /// Signs a header and claims as they are written, with HMAC-SHA256 whatever the header says.
    static String signText(String header, String claims) {
        return signText(header, claims, SECRET);
    }

    static String signText(String header, String claims, Secret secret) {
        var signed = encode(header) + "." + encode(claims);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            var key = secret.reveal().getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return signed
                    + "."
                    + Base64URL.encode(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64URL.encode(json).toString();
    }

    static String sign(JWTClaimsSet claims) {
        return sign(claims, JWSAlgorithm.HS256, SECRET);
    }

    static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, Secret secret) {
        try {
            var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
            token.sign(new MACSigner(secret.reveal().getBytes(StandardCharsets.UTF_8)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
