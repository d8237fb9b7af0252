// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class GuessTest {
    private static final String HOME = "203.0.113.9";
    private static final String ANN = "ann@example.com";

    private final SignInLimits limits =
            new SignInLimits(
                    new AuthSettings.Rates(100, 100, 100, 2, 100, 100, 1),
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void who_guesses_from_many_networks_locks_nobody_out_of_where_they_have_signed_in_before() {
        limits.signIn(HOME, ANN);
        limits.guessedRight(HOME, ANN);
        for (var network = 0; network < 20; network++) {
            limits.signIn("2001:db8:0:%x::1".formatted(network), ANN);
        }

        assertThatThrownBy(() -> limits.signIn("2001:db8:0:ff::1", ANN))
                .isInstanceOf(AuthException.class);
        assertThatCode(() -> limits.signIn(HOME, ANN)).doesNotThrowAnyException();
    }

    @Test
    void where_one_has_signed_in_before_one_guesses_no_more_often_than_anywhere() {
        limits.signIn(HOME, ANN);
        limits.guessedRight(HOME, ANN);
        limits.signIn(HOME, ANN);
        limits.signIn(HOME, ANN);

        assertThatThrownBy(() -> limits.signIn(HOME, ANN)).isInstanceOf(AuthException.class);
    }
}
