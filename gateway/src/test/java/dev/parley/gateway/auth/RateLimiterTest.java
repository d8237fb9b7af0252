// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.parley.gateway.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final RateLimiter limiter = new RateLimiter(3, 10, Duration.ofMinutes(5), clock);

    @Test
    void an_address_may_try_so_often_in_a_window() {
        times(3, "192.0.2.1");

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> limiter.count("192.0.2.1"))
                .satisfies(refusal ->
                        assertThat(refusal.status() + refusal.code())
                                .isEqualTo("429over_request_rate_limit"));
        assertThatNoException().isThrownBy(() -> limiter.count("192.0.2.2"));
    }

    @Test
    void a_new_window_begins_when_the_old_one_ends() {
        times(3, "192.0.2.1");
        clock.advance(Duration.ofMinutes(5));

        assertThatNoException().isThrownBy(() -> times(3, "192.0.2.1"));
    }

    @Test
    void this_machine_may_try_more_often() {
        times(30, "127.0.0.1");

        assertThatExceptionOfType(AuthException.class).isThrownBy(() -> limiter.count("127.0.0.1"));
    }

    @Test
    void the_memory_is_bounded() {
        times(3, "192.0.2.1");
        IntStream.range(0, 20_000)
                .forEach(number -> limiter.count("2001:db8:0:%x::1".formatted(number)));

        assertThatNoException().isThrownBy(() -> limiter.count("192.0.2.1"));
    }

    @Test
    void an_ipv6_subscriber_does_not_get_a_window_for_each_of_its_addresses() {
        times(3, "2001:db8::1");

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> limiter.count("2001:db8::2"));
    }

    @Test
    void who_is_refused_is_told_when_the_window_ends() {
        times(3, "192.0.2.1");
        clock.advance(Duration.ofMinutes(1));

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> limiter.count("192.0.2.1"))
                .satisfies(refusal ->
                        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(4)));
    }

    @Test
    void what_is_tried_is_counted_by_itself_and_may_be_forgotten() {
        IntStream.range(0, 3).forEach(_ -> limiter.count("192.0.2.1", "ann@example.com"));
        assertThatNoException().isThrownBy(() -> limiter.count("192.0.2.1", "ben@example.com"));
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> limiter.count("192.0.2.1", "ann@example.com"));

        limiter.forget("192.0.2.1", "ann@example.com");

        assertThatNoException().isThrownBy(() -> limiter.count("192.0.2.1", "ann@example.com"));
    }

    private void times(int tries, String address) {
        IntStream.range(0, tries).forEach(_ -> limiter.count(address));
    }
}
