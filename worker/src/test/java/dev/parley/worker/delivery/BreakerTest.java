package dev.parley.worker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private final ManualClock clock = new ManualClock();
    private final Breaker breaker = new Breaker(clock);

    @Test
    void it_opens_after_five_failures_in_a_row() {
        fail(4);
        assertThat(breaker.permit()).isZero();

        fail(1);

        assertThat(breaker.permit()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_success_in_between_keeps_it_closed() {
        fail(4);
        breaker.succeeded();
        fail(4);

        assertThat(breaker.permit()).isZero();
    }

    @Test
    void it_opens_when_half_of_the_last_twenty_failed() {
        for (var i = 0; i < 9; i++) {
            breaker.succeeded();
            breaker.failed();
        }
        breaker.succeeded();
        assertThat(breaker.permit()).isZero();

        breaker.failed();

        assertThat(breaker.permit()).isPositive();
    }

    @Test
    void one_request_decides_and_the_others_wait() {
        fail(5);
        clock.advance(Duration.ofMillis(500));

        assertThat(breaker.permit()).isZero();
        assertThat(breaker.permit()).isPositive();
        breaker.succeeded();
        assertThat(breaker.permit()).isZero();
    }

    @Test
    void it_stays_open_twice_as_long_each_time_but_less_than_five_seconds() {
        fail(5);
        for (var expected : new int[] {500, 1_000, 2_000, 4_000, 4_500, 4_500}) {
            assertThat(breaker.permit()).isEqualTo(Duration.ofMillis(expected));
            clock.advance(Duration.ofMillis(expected));
            assertThat(breaker.permit()).isZero();
            breaker.failed();
        }
    }

    @Test
    void an_error_of_configuration_opens_it_at_once_for_15_seconds() {
        breaker.misconfigured();

        assertThat(breaker.permit()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void failures_still_under_way_do_not_prolong_it() {
        fail(5);
        clock.advance(Duration.ofMillis(400));
        fail(3);

        assertThat(breaker.permit()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void it_knows_since_when_nothing_has_succeeded() {
        var began = clock.instant();
        breaker.failed();
        clock.advance(Duration.ofSeconds(1));
        breaker.failed();
        assertThat(breaker.failingSince()).hasValue(began);

        breaker.succeeded();

        assertThat(breaker.failingSince()).isEmpty();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            breaker.failed();
        }
    }
}
