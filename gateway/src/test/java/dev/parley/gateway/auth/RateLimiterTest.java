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
        IntStream.range(0, 10_000).forEach(number -> limiter.count("2001:db8::" + number));

        assertThatNoException().isThrownBy(() -> limiter.count("192.0.2.1"));
    }

    private void times(int tries, String address) {
        IntStream.range(0, tries).forEach(_ -> limiter.count(address));
    }
}
