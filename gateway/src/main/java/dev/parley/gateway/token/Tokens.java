// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.token.TokenException.Kind;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// Signs and checks tokens with one shared secret. Thread-safe.
public final class Tokens {
    /// How far the clocks of two machines may differ; PostgREST's number.
    private static final long LEEWAY_SECONDS = 30;

    private static final int KEY_BYTES = 32;
    private static final String AUDIENCE = "authenticated";
    private static final Set<String> KEY_ROLES = Set.of("anon", "service_role");

    /// Written out because the well-known local keys are signed over exactly these characters.
    private static final Base64URL HEADER = Base64URL.encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final Clock clock;

    /// @param secret at least 32 bytes, as HS256 asks
    /// @throws IllegalArgumentException when it is shorter
    public Tokens(Secret secret, Clock clock) {
        var key = secret.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    "the JWT secret has %d bytes, must have 32 or more".formatted(key.length), e);
        }
        this.clock = clock;
    }

    /// Returns a key for another purpose, which tells nothing about the secret or about other keys.
    public SecretKey key(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(signer.getSecret())
                                    .thenExpand(
                                            purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot derive a key", e);
        }
    }

    /// Returns a signed token.
    public String sign(ObjectNode claims) {
        try {
            var token = new JWSObject(JWSHeader.parse(HEADER), new Payload(claims.toString()));
            token.sign(signer);
            return token.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    /// Returns the claims of a token that is ours and valid now.
    ///
    /// @throws TokenException when it is not
    public Claims verify(String token) {
        var claims = new Claims(decode(token));
        check(claims.json());
        return claims;
    }

    private ObjectNode decode(String token) {
        var parts = token.chars().filter(character -> character == '.').count() + 1;
        if (parts != 3) {
            throw undecodable("Expected 3 parts in JWT; got " + parts);
        }
        try {
            var object = JWSObject.parse(token);
            if (!JWSAlgorithm.HS256.equals(object.getHeader().getAlgorithm())) {
                throw undecodable("Wrong or unsupported encoding algorithm");
            }
            if (!object.verify(verifier)) {
                throw undecodable("No suitable key was found to decode the JWT");
            }
            return Json.parse(object.getPayload().toString())
                    .filter(JsonNode::isObject)
                    .map(ObjectNode.class::cast)
                    .orElseThrow(() -> undecodable("The JWT claims are not a JSON object"));
        } catch (ParseException | JOSEException e) {
            throw undecodable("JWT cryptographic operation failed");
        }
    }

    private void check(ObjectNode claims) {
        var now = clock.instant().getEpochSecond();
        if (!claims.has("exp") && !isKey(claims)) {
            throw wrong("JWT never expires");
        }
        if (claims.has("exp") && number(claims, "exp") <= now - LEEWAY_SECONDS) {
            throw wrong("JWT expired");
        }
        if (claims.has("nbf") && number(claims, "nbf") > now + LEEWAY_SECONDS) {
            throw wrong("JWT not yet valid");
        }
        if (claims.has("iat") && number(claims, "iat") > now + LEEWAY_SECONDS) {
            throw wrong("JWT issued at future");
        }
        if (claims.has("aud") && !meansUs(claims.path("aud"))) {
            throw wrong("JWT not in audience");
        }
        if (claims.has("role") && !claims.path("role").isTextual()) {
            throw wrong("The JWT 'role' claim must be a string");
        }
    }

    /// PostgREST takes any token without an end. Here only a key of the project may have none: a
    /// person's would outlive the session, the account and every ban.
    private static boolean isKey(ObjectNode claims) {
        return KEY_ROLES.contains(claims.path("role").asText()) && !claims.has("sub");
    }

    private static double number(ObjectNode claims, String name) {
        var value = claims.path(name);
        if (!value.isNumber()) {
            throw wrong("The JWT '" + name + "' claim must be a number");
        }
        return value.doubleValue();
    }

    private static boolean meansUs(JsonNode audience) {
        if (audience.isArray()) {
            return audience.isEmpty()
                    || audience.valueStream().anyMatch(one -> AUDIENCE.equals(one.textValue()));
        }
        return audience.isNull() || AUDIENCE.equals(audience.textValue());
    }

    private static TokenException undecodable(String message) {
        return new TokenException(Kind.UNDECODABLE, message);
    }

    private static TokenException wrong(String message) {
        return new TokenException(Kind.CLAIMS, message);
    }
}
