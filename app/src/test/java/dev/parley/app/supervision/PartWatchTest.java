// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PartWatchTest {
    private final FallingPart part = new FallingPart();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final PartWatch watch =
            new PartWatch(
                    part,
                    () -> now,
                    new Backoff(new Longest(), Duration.ofSeconds(1), Duration.ofMinutes(1)));

    @Test
    void a_part_that_ends_is_started_again_at_once() {
        part.up = false;

        watch.look();

        assertThat(part.up).isTrue();
        assertThat(watch.status()).isEqualTo(new PartStatus("pump", true, now, 1));
    }

    @Test
    void one_that_does_not_start_is_down_and_tried_after_growing_waits_of_a_minute_at_most() {
        var first = now;
        part.up = false;
        part.broken = true;

        lookEachSecond(Duration.ofMinutes(4));

        assertThat(watch.status()).isEqualTo(new PartStatus("pump", false, first, 0));
        assertThat(part.attempts.stream().map(at -> Duration.between(first, at).toSeconds()))
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
    }

    @Test
    void one_that_ends_again_and_again_is_not_restarted_each_time_at_once() {
        part.up = false;
        watch.look();
        lookEachSecond(Duration.ofSeconds(10));
        part.up = false;

        watch.look();

        assertThat(watch.status().up()).isFalse();
        lookEachSecond(Duration.ofSeconds(2));
        assertThat(watch.status().up()).isTrue();
    }

    @Test
    void one_that_has_been_up_for_a_minute_has_recovered() {
        part.up = false;
        part.broken = true;
        lookEachSecond(Duration.ofMinutes(1));
        part.broken = false;
        lookEachSecond(Duration.ofMinutes(3));
        part.up = false;

        watch.look();

        assertThat(watch.status().up()).isTrue();
        assertThat(watch.status().restarts()).isEqualTo(2);
    }

    @Test
    void one_that_is_closed_on_purpose_stays_down() {
        watch.stop();
        part.up = false;

        watch.look();

        assertThat(part.attempts).isEmpty();
    }

    @Test
    void one_that_fails_for_want_of_memory_is_tried_again_like_any_other() {
        part.up = false;
        part.exhausted = true;
        watch.look();
        part.exhausted = false;

        lookEachSecond(Duration.ofSeconds(2));

        assertThat(part.attempts).hasSize(2);
        assertThat(watch.status().up()).isTrue();
    }

    private void lookEachSecond(Duration time) {
        for (var end = now.plus(time); now.isBefore(end); now = now.plusSeconds(1)) {
            watch.look();
        }
    }

    /// Falls and stays down as it is told.
    private final class FallingPart implements Part {
        private boolean up = true;
        private boolean broken;
        private boolean exhausted;
        private final List<Instant> attempts = new ArrayList<>();

        @Override
        public String name() {
            return "pump";
        }

        @Override
        public boolean isUp() {
            return up;
        }

        @Override
        public void restart() throws IOException {
            attempts.add(now);
            if (exhausted) {
                throw new OutOfMemoryError("expected by the test");
            }
            if (broken) {
                throw new IOException("broken");
            }
            up = true;
        }
    }

    /// Draws the longest wait each time.
    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
