// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
    private final ManualClock clock = new ManualClock();
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock);

    @Test
    void it_opens_after_five_failures_in_a_row() {
        fail(4);
        assertThat(circuitBreaker.permit()).isZero();

        fail(1);

        assertThat(circuitBreaker.permit()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_success_in_between_keeps_it_closed() {
        fail(4);
        circuitBreaker.succeeded();
        fail(4);

        assertThat(circuitBreaker.permit()).isZero();
    }

    @Test
    void it_opens_when_half_of_the_last_twenty_failed() {
        for (var i = 0; i < 9; i++) {
            circuitBreaker.succeeded();
            circuitBreaker.failed();
        }
        circuitBreaker.succeeded();
        assertThat(circuitBreaker.permit()).isZero();

        circuitBreaker.failed();

        assertThat(circuitBreaker.permit()).isPositive();
    }

    @Test
    void one_request_decides_and_the_others_wait() {
        fail(5);
        clock.advance(Duration.ofMillis(500));

        assertThat(circuitBreaker.permit()).isZero();
        assertThat(circuitBreaker.permit()).isPositive();
        circuitBreaker.succeeded();
        assertThat(circuitBreaker.permit()).isZero();
    }

    @Test
    void it_stays_open_twice_as_long_each_time_but_less_than_five_seconds() {
        fail(5);
        for (var expected : new int[] {500, 1_000, 2_000, 4_000, 4_500, 4_500}) {
            assertThat(circuitBreaker.permit()).isEqualTo(Duration.ofMillis(expected));
            clock.advance(Duration.ofMillis(expected));
            assertThat(circuitBreaker.permit()).isZero();
            circuitBreaker.failed();
        }
    }

    @Test
    void an_error_of_configuration_opens_it_at_once_for_15_seconds() {
        circuitBreaker.misconfigured();

        assertThat(circuitBreaker.permit()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void failures_still_under_way_do_not_prolong_it() {
        fail(5);
        clock.advance(Duration.ofMillis(400));
        fail(3);

        assertThat(circuitBreaker.permit()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void it_knows_since_when_nothing_has_succeeded() {
        var began = clock.instant();
        circuitBreaker.failed();
        clock.advance(Duration.ofSeconds(1));
        circuitBreaker.failed();
        assertThat(circuitBreaker.failingSince()).hasValue(began);

        circuitBreaker.succeeded();

        assertThat(circuitBreaker.failingSince()).isEmpty();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            circuitBreaker.failed();
        }
    }
}
