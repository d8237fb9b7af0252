// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ANN = UUID.randomUUID().toString();

    private final AccessTokenVerifier verifier =
            new AccessTokenVerifier(
                    new AuthorizationConfig(
                            new AppCredentials("key", new Secret("secret")), Tokens.SECRET),
                    InstantSource.fixed(NOW));

    @Test
    void a_token_of_a_signed_in_person_is_theirs() {
        var user = verifier.verify(Tokens.of(ANN, NOW.minusSeconds(60)));

        assertThat(user.id()).isEqualTo(ANN);
        assertThat(user.claims()).contains("\"sub\":\"" + ANN + "\"", "\"session_id\"");
    }

    @Test
    void a_clock_that_is_half_a_minute_off_does_no_harm() {
        assertThat(verifier.verify(Tokens.of(ANN, NOW.plusSeconds(29))).id()).isEqualTo(ANN);
        assertThat(verifier.verify(Tokens.of(ANN, NOW.minusSeconds(3_629))).id()).isEqualTo(ANN);
    }

    @Test
    void one_may_listen_for_less_than_a_minute_after_the_token_s_end_but_longer_than_it_is_taken() {
        var user = verifier.verify(Tokens.of(ANN, NOW));

        assertThat(user.end()).isEqualTo(NOW.plusSeconds(3_645));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth0|ann", "user_2abc", "42"})
    void a_person_may_be_known_to_others_than_supabase(String id) {
        assertThat(verifier.verify(Tokens.of(id, NOW)).id()).isEqualTo(id);
    }

    @Test
    void an_anonymous_person_is_a_person() {
        var claims = Tokens.claims(ANN, NOW).claim("is_anonymous", true).build();

        assertThat(verifier.verify(Tokens.sign(claims)).id()).isEqualTo(ANN);
    }

    @Test
    void a_session_keeps_its_name_when_its_token_is_renewed() {
        var session = UUID.randomUUID().toString();
        var claims = Tokens.claims(ANN, NOW).claim("session_id", session);

        assertThat(verifier.verify(Tokens.sign(claims.build())).session()).isEqualTo(session);
        assertThat(verifier.verify(Tokens.sign(claims.claim("session_id", null).build())).session())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"%1$s\",\"sub\":\"%2$s\",\"exp\":%3$d,\"aud\":\"authenticated\",\"role\":\"authenticated\"}",
                "{\"sub\":\"%1$s\",\"exp\":%3$d,\"exp\":9999999999,\"aud\":\"authenticated\",\"role\":\"authenticated\"}",
                "{\"sub\":\"%1$s\",\"exp\":%3$d,\"aud\":\"authenticated\",\"role\":\"anon\",\"role\":\"authenticated\"}"
            })
    void a_claim_that_is_stated_twice_is_refused(String claims) {
        var text =
                claims.formatted(
                        ANN, UUID.randomUUID().toString(), NOW.plusSeconds(60).getEpochSecond());

        assertRefused(Tokens.signText("{\"alg\":\"HS256\"}", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"\"}",
                "{}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
                "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"HS256\",\"typ\":\"JOSE+JSON\"}"
            })
    void a_header_that_asks_for_something_else_than_hs256_is_refused(String header) {
        assertRefused(Tokens.signText(header, Tokens.claims(ANN, NOW).build().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "' or '1'='1",
                "http://127.0.0.1:9/key",
                "\\u0000",
                "\\n"
            })
    void a_key_id_is_a_name_and_nothing_else(String id) {
        var header = "{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted(id);
        var claims = Tokens.claims(ANN, NOW).build().toString();

        assertThat(verifier.verify(Tokens.signText(header, claims)).id()).isEqualTo(ANN);
        assertRefused(Tokens.signText(header, claims, new Secret("")));
        assertRefused(Tokens.signText(header, claims, new Secret("\0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedClaims")
    void claims_that_name_no_signed_in_person_are_refused(
            String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        var token = Tokens.sign(change.apply(Tokens.claims(ANN, NOW)).build());

        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRefusedException.class);
    }

    static Stream<Arguments> refusedClaims() {
        return Stream.of(
                refused("no end", c -> c.expirationTime(null)),
                refused("over", c -> c.expirationTime(Date.from(NOW.minusSeconds(31)))),
                refused("issued in the future", c -> c.issueTime(Date.from(NOW.plusSeconds(31)))),
                refused("not yet valid", c -> c.notBeforeTime(Date.from(NOW.plusSeconds(31)))),
                refused("wrong audience", c -> c.audience("anon")),
                refused("no audience", c -> c.audience((String) null)),
                refused("role anon", c -> c.claim("role", "anon")),
                refused("role service_role", c -> c.claim("role", "service_role")),
                refused("no role", c -> c.claim("role", null)),
                refused("role no text", c -> c.claim("role", 1)),
                refused("no subject", c -> c.subject(null)),
                refused("an empty subject", c -> c.subject("")),
                refused("a subject too long", c -> c.subject("a".repeat(129))));
    }

    @Test
    void another_secret_or_algorithm_is_refused() {
        var claims = Tokens.claims(ANN, NOW).build();
        var otherSecret =
                new Secret(
                        "another secret of more than sixty-four bytes, for HS512 as well as HS256");

        assertRefused(Tokens.sign(claims, JWSAlgorithm.HS256, otherSecret));
        assertRefused(Tokens.sign(claims, JWSAlgorithm.HS512, otherSecret));
        assertRefused(new PlainJWT(claims).serialize());
    }

    @Test
    void an_altered_token_is_refused() {
        var token = Tokens.of(ANN, NOW);
        var dot = token.indexOf('.');
        var others = Tokens.of(UUID.randomUUID().toString(), NOW);

        assertRefused(
                token.substring(0, dot)
                        + others.substring(others.indexOf('.'), others.lastIndexOf('.'))
                        + token.substring(token.lastIndexOf('.')));
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        assertRefused("not a token");
        assertRefused("");
    }

    @Test
    void a_token_of_more_than_8_KiB_is_refused() {
        var long_ = Tokens.claims(ANN, NOW).claim("x", "y".repeat(6_144)).build();

        assertRefused(Tokens.sign(long_));
    }

    @Test
    void a_token_with_as_much_metadata_as_a_user_may_have_is_good() {
        var large = Tokens.claims(ANN, NOW).claim("user_metadata", "y".repeat(4_096)).build();

        assertThat(verifier.verify(Tokens.sign(large)).id()).isEqualTo(ANN);
    }

    @Test
    void a_valid_token_lives_until_its_end_and_half_a_minute() {
        var token = Tokens.of(ANN, NOW.minus(Duration.ofHours(1)).minusSeconds(30));

        assertThat(verifier.verify(token).id()).isEqualTo(ANN);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRefusedException.class);
    }

    private static Arguments refused(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }
}
