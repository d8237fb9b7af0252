package dev.parley.channels.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private Instant now = Instant.EPOCH;
    private final Repeats repeats = new Repeats(() -> now);

    @Test
    void an_id_is_known_for_five_minutes() {
        assertThat(repeats.isNew("a")).isTrue();
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(repeats.isNew("a")).isFalse();

        now = now.plusMillis(1);

        assertThat(repeats.isNew("a")).isTrue();
    }

    @Test
    void the_last_ten_thousand_are_known() {
        repeats.isNew("first");
        for (int i = 1; i < 10_000; i++) {
            repeats.isNew("id " + i);
        }
        assertThat(repeats.isNew("first")).isFalse();

        repeats.isNew("one more");

        assertThat(repeats.isNew("id 1")).isFalse();
        assertThat(repeats.isNew("first")).isTrue();
    }
}
