// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A breaker before a target that goes up and down at random, with several requests under way whose
/// answers come late and in any order.
final class CircuitBreakerSimulationTest {
    private static final int RUNS = 300;
    private static final int STEPS = 1_000;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {1_000, 2_000})
    void it_keeps_its_word_while_a_target_fails_and_finds_out_when_it_is_back(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed);

            world.live(STEPS);

            world.recover();
        }
    }

    private static final class World {
        private static final Duration LONGEST = Duration.ofSeconds(16);
        private static final Duration STEP = Duration.ofMillis(50);

        private final long seed;
        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock);
        private final Instant start = clock.instant();
        private boolean up = true;
        private int underWay;
        private int inARow;

        /// Before this nothing may pass, unless something succeeds.
        private Instant closedUntil = start;

        private Optional<Instant> failingSince = Optional.empty();

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void live(int steps) {
            for (var i = 0; i < steps; i++) {
                switch (Integer.valueOf(random.nextInt(100))) {
                    case Integer n when n < 40 -> ask();
                    case Integer n when n < 80 -> answer();
                    case Integer n when n < 98 ->
                            clock.advance(Duration.ofMillis(random.nextInt(400)));
                    default -> up = !up;
                }
                assertThat(circuitBreaker.failingSince()).as(here()).isEqualTo(failingSince);
            }
        }

        /// Everything succeeds from now on.
        void recover() {
            up = true;
            while (underWay > 0) {
                succeed();
            }
            var deadline = clock.instant().plus(LONGEST);
            while (!ask()) {
                clock.advance(STEP);
                assertThat(clock.instant()).as(here()).isBefore(deadline);
            }
            succeed();
            for (var i = 0; i < 100; i++) {
                assertThat(ask()).as(here()).isTrue();
                succeed();
            }
        }

        private boolean ask() {
            var wait = circuitBreaker.permit();
            if (wait.isPositive()) {
                assertThat(wait).as(here()).isLessThanOrEqualTo(Duration.ofSeconds(15));
                if (wait.compareTo(Duration.ofMillis(100)) > 0) {
                    closedUntil = clock.instant().plus(wait);
                }
                return false;
            }
            assertThat(clock.instant()).as(here()).isAfterOrEqualTo(closedUntil);
            assertThat(inARow).as(here()).isLessThan(5);
            underWay++;
            return true;
        }

        private void answer() {
            if (underWay == 0) {
                return;
            }
            if (up) {
                succeed();
            } else {
                fail();
            }
        }

        private void succeed() {
            underWay--;
            circuitBreaker.succeeded();
            inARow = 0;
            closedUntil = start;
            failingSince = Optional.empty();
        }

        private void fail() {
            underWay--;
            failingSince = failingSince.or(() -> Optional.of(clock.instant()));
            if (random.nextInt(10) == 0) {
                circuitBreaker.misconfigured();
                inARow = 0;
                closedUntil = later(closedUntil, clock.instant().plus(Duration.ofSeconds(15)));
            } else {
                circuitBreaker.failed();
                inARow++;
                if (inARow >= 5) {
                    inARow = 0;
                    closedUntil = later(closedUntil, clock.instant());
                }
            }
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }

        private String here() {
            return "seed %d after %s".formatted(seed, Duration.between(start, clock.instant()));
        }
    }
}
