package dev.parley.app.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.parley.protocol.Secret;

record LocalKeys(String anon, Secret serviceRole) {
    static LocalKeys of(Secret jwtSecret) {
        return new LocalKeys(sign(jwtSecret, "anon"), new Secret(sign(jwtSecret, "service_role")));
    }

    private static String sign(Secret secret, String role) {
        try {
            var jws =
                    new JWSObject(
                            new JWSHeader.Builder(JWSAlgorithm.HS256)
                                    .type(JOSEObjectType.JWT)
                                    .build(),
                            new Payload(
                                    "{\"iss\":\"supabase-demo\",\"role\":\""
                                            + role
                                            + "\",\"exp\":1983812996}"));
            jws.sign(new MACSigner(secret.reveal()));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
