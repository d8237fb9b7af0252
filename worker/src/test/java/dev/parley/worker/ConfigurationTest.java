// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.dispatch.DispatchConfig;
import dev.parley.worker.retry.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values out of range stop the start with name, value and range.
final class ConfigurationTest {
    @Test
    void the_usual_values_are_in_range() {
        assertThat(CaptureConfig.defaults().slot()).isEqualTo("parley");
        assertThat(DispatchConfig.defaults().requests()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "Parley", "a-b", "a b", "a\"; drop"})
    void a_slot_has_a_name_postgresql_takes_unquoted(String slot) {
        assertThatThrownBy(() -> capture(slot, Duration.ofSeconds(1)))
                .hasMessageStartingWith("slot is '" + slot + "', must be ");
    }

    @Test
    void a_status_interval_out_of_range_is_named() {
        assertThatThrownBy(() -> capture("parley", Duration.ofSeconds(11)))
                .hasMessage("status interval is PT11S, must be PT0.1S to PT10S");
    }

    @Test
    void a_number_of_requests_out_of_range_is_named() {
        var usual = DispatchConfig.defaults();

        assertThatThrownBy(() ->
                        new DispatchConfig(
                                65,
                                usual.maxEvents(),
                                usual.maxBytes(),
                                usual.maxRooms(),
                                usual.pageRows(),
                                usual.flush(),
                                usual.catchUpAfter(),
                                usual.searchInterval(),
                                usual.drain()))
                .hasMessage("requests is 65, must be 1 to 64");
    }

    @Test
    void a_short_jwt_secret_is_refused_and_not_shown() {
        assertThatThrownBy(() ->
                        new AuthorizationConfig(
                                new AppCredentials("key", new Secret("s")), new Secret("tiny")))
                .hasMessage("the JWT secret has 4 bytes, must be 32 or more");
    }

    @Test
    void access_tokens_must_be_checked_with_something() {
        var app = new AppCredentials("key", new Secret("s"));

        assertThatThrownBy(() -> new AuthorizationConfig(app, Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("there is neither a JWT secret nor an issuer");
        for (var issuer : new String[] {"ftp://p.co/auth/v1", "https:/auth/v1", "https://p.co/"}) {
            var address = Optional.of(URI.create(issuer));
            assertThatThrownBy(() -> new AuthorizationConfig(app, Optional.empty(), address))
                    .hasMessageStartingWith("the issuer is " + issuer);
        }
    }

    @Test
    void waiting_times_double_up_to_their_cap_and_vary() {
        var backoff = new Backoff(new Random(7), Duration.ofMillis(100), Duration.ofSeconds(5));

        for (var failures = 1; failures < 100; failures++) {
            var bound = Math.min(5_000, 100L << Math.min(failures - 1, 20));
            assertThat(backoff.after(failures)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
        assertThat(backoff.after(50)).isNotEqualTo(backoff.after(50));
    }

    private static CaptureConfig capture(String slot, Duration statusInterval) {
        return CaptureConfig.defaults()
                .named(slot, "parley")
                .withRhythm(statusInterval, Duration.ofSeconds(30));
    }
}
