// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.ManualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens that are signed with a published key.
final class PublishedTokensTest {
    private static final String ANN = UUID.randomUUID().toString();
    private static final ECKey EC = SigningKeys.ec("ec");
    private static final RSAKey RSA = SigningKeys.rsa("rsa");
    private static final ECKey STRANGER = SigningKeys.ec("ec");

    private final ManualClock clock = new ManualClock();
    private final ProjectServer server = new ProjectServer();
    private final AccessTokenVerifier verifier = tokens(Optional.empty());

    @BeforeEach
    void publish() {
        server.publish(EC.toPublicJWK(), RSA.toPublicJWK());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void es256_and_rs256_are_checked_with_keys_fetched_once() {
        assertAccepted(SigningKeys.sign(claims().build(), EC));
        assertAccepted(SigningKeys.sign(claims().build(), RSA));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void a_key_that_states_no_algorithm_has_that_of_its_type() throws JOSEException {
        server.publish(new ECKey.Builder(EC).algorithm(null).build().toPublicJWK());

        assertAccepted(SigningKeys.sign(claims().build(), EC));
    }

    @Test
    void a_signature_by_another_key_of_that_name_is_refused() {
        assertRefused(SigningKeys.sign(claims().build(), STRANGER));
    }

    @Test
    void a_key_that_is_not_published_or_not_named_is_refused() {
        assertRefused(SigningKeys.sign(claims().build(), SigningKeys.ec("other")));
        assertRefused(
                SigningKeys.sign(new JWSHeader.Builder(JWSAlgorithm.ES256), claims().build(), EC));
    }

    @Test
    void a_public_key_is_no_shared_secret() throws JOSEException {
        var encoded = EC.toECPublicKey().getEncoded();
        var pem =
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(encoded));

        for (var bytes :
                new byte[][] {
                    encoded,
                    pem.getBytes(StandardCharsets.UTF_8),
                    EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)
                }) {
            assertRefused(SigningKeys.hmac(claims().build(), "ec", bytes));
        }
    }

    @Test
    void an_rsa_key_checks_rs256_only() {
        for (var algorithm : new JWSAlgorithm[] {JWSAlgorithm.PS256, JWSAlgorithm.RS512}) {
            var header = new JWSHeader.Builder(algorithm).keyID("rsa");

            assertRefused(SigningKeys.sign(header, claims().build(), RSA));
        }
    }

    @Test
    void a_token_without_a_signature_is_refused() {
        assertRefused(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void a_key_or_an_address_inside_the_token_is_not_looked_at() {
        for (var key : new ECKey[] {STRANGER, SigningKeys.ec("mine")}) {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .jwk(key.toPublicJWK())
                            .jwkURL(URI.create("http://127.0.0.1:9/jwks.json"))
                            .x509CertURL(URI.create("http://127.0.0.1:9/cert"));

            assertRefused(SigningKeys.sign(header, claims().build(), key));
        }
    }

    @Test
    void another_issuer_audience_or_time_is_refused() {
        assertRefused(claims().issuer("https://other.supabase.co/auth/v1"));
        assertRefused(claims().issuer(server.issuer() + "/"));
        assertRefused(claims().issuer(null));
        assertRefused(claims().audience("anon"));
        assertRefused(claims().claim("role", "service_role"));
        assertRefused(claims().expirationTime(Date.from(clock.instant().minusSeconds(31))));
        assertRefused(claims().expirationTime(null));
    }

    @Test
    void with_a_secret_beside_the_keys_each_checks_its_own_algorithm() {
        var both = tokens(Optional.of(Tokens.SECRET));

        assertThat(both.verify(Tokens.sign(claims().build())).id()).isEqualTo(ANN);
        assertThat(server.requests()).isZero();
        assertThat(both.verify(SigningKeys.sign(claims().build(), EC)).id()).isEqualTo(ANN);
        assertThat(both.verify(SigningKeys.sign(claims().build(), RSA)).id()).isEqualTo(ANN);
        var forged =
                SigningKeys.hmac(
                        claims().build(),
                        "ec",
                        EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> both.verify(forged)).isInstanceOf(TokenRefusedException.class);
        var other = Tokens.of(ANN, clock.instant());
        assertThatThrownBy(() -> both.verify(other))
                .hasMessageStartingWith("The access token is another project's");
    }

    @Test
    void a_key_that_is_weak_or_not_for_signatures_is_not_used() {
        var weak = SigningKeys.rsa("weak", 1_024);
        var encryption = new ECKey.Builder(EC).keyUse(KeyUse.ENCRYPTION).keyID("enc").build();
        server.publish(weak.toPublicJWK(), encryption.toPublicJWK(), EC.toPublicJWK());

        assertAccepted(SigningKeys.sign(claims().build(), EC));
        assertRefused(
                SigningKeys.sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("enc"),
                        claims().build(),
                        EC));
        assertRefused(SigningKeys.signWeakly(claims().build(), weak));
    }

    @Test
    void a_secret_that_is_published_is_not_used() {
        var secret = new byte[64];
        server.publish(
                "{\"keys\":[%s]}".formatted(SigningKeys.octets("shared", secret).toJSONString()));

        assertRefused(SigningKeys.hmac(claims().build(), "shared", secret));
        assertThat(server.requests()).isEqualTo(1);
    }

    private JWTClaimsSet.Builder claims() {
        return Tokens.claims(ANN, clock.instant()).issuer(server.issuer().toString());
    }

    private AccessTokenVerifier tokens(Optional<Secret> secret) {
        var app = new AppCredentials("key", new Secret("secret"));
        return new AccessTokenVerifier(
                new AuthorizationConfig(app, secret, Optional.of(server.issuer())), clock);
    }

    private void assertAccepted(String token) {
        assertThat(verifier.verify(token).id()).isEqualTo(ANN);
    }

    private void assertRefused(JWTClaimsSet.Builder claims) {
        assertRefused(SigningKeys.sign(claims.build(), EC));
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRefusedException.class);
    }
}
