// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPressureTest {
    private long held;
    private final MemoryPressure pressure = new MemoryPressure(() -> held, 1_000, 3);

    @Test
    void with_enough_memory_everybody_has_the_whole_allowance() {
        held = 1_000;

        assertThat(pressure.adjust()).isFalse();
        assertThat(pressure.isHigh()).isFalse();
        assertThat(pressure.allowance(1 << 20)).isEqualTo(1 << 20);
    }

    @Test
    void above_the_limit_the_allowance_is_halved_with_every_look() {
        held = 1_001;

        assertThat(pressure.adjust()).isTrue();
        assertThat(pressure.allowance(1 << 20)).isEqualTo(1 << 19);
        pressure.adjust();

        assertThat(pressure.allowance(1 << 20)).isEqualTo(1 << 18);
        assertThat(pressure.isHigh()).isTrue();
    }

    @Test
    void while_closed_sockets_still_hold_memory_no_others_pay_for_them() {
        held = 5_000;
        pressure.adjust();
        pressure.shed();

        pressure.adjust();
        pressure.adjust();
        assertThat(pressure.level()).isEqualTo(1);
        pressure.adjust();

        assertThat(pressure.level()).isEqualTo(2);
    }

    @Test
    void below_half_it_relaxes_and_between_it_stays() {
        held = 2_000;
        pressure.adjust();
        held = 700;
        pressure.adjust();
        assertThat(pressure.level()).isEqualTo(1);

        held = 499;
        pressure.adjust();

        assertThat(pressure.isHigh()).isFalse();
    }

    @Test
    void a_little_is_always_allowed() {
        held = 2_000;
        for (int i = 0; i < 40; i++) {
            pressure.adjust();
        }

        assertThat(pressure.allowance(1 << 20)).isEqualTo(1_024);
    }
}
