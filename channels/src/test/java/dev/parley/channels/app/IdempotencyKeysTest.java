// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
    private Instant now = Instant.EPOCH;
    private final IdempotencyKeys idempotencyKeys = new IdempotencyKeys(() -> now);

    @Test
    void an_id_is_known_for_five_minutes() {
        assertThat(idempotencyKeys.isNew("a")).isTrue();
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(idempotencyKeys.isNew("a")).isFalse();

        now = now.plusMillis(1);

        assertThat(idempotencyKeys.isNew("a")).isTrue();
    }

    @Test
    void the_last_ten_thousand_are_known() {
        idempotencyKeys.isNew("first");
        for (int i = 1; i < 10_000; i++) {
            idempotencyKeys.isNew("id " + i);
        }
        assertThat(idempotencyKeys.isNew("first")).isFalse();

        idempotencyKeys.isNew("one more");

        assertThat(idempotencyKeys.isNew("id 1")).isFalse();
        assertThat(idempotencyKeys.isNew("first")).isTrue();
    }
}
