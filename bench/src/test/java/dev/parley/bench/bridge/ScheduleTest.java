// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.bridge.Schedule.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long MILLI = 1_000_000;

    @Test
    void messages_of_a_phase_are_due_at_its_rate() {
        var schedule = new Schedule(List.of(new Phase(1_000, 5)));

        assertThat(schedule.dueNanos(0)).isZero();
        assertThat(schedule.dueNanos(4)).isEqualTo(4 * MILLI);
    }

    @Test
    void a_phase_begins_where_the_last_one_ends() {
        var schedule = new Schedule(List.of(new Phase(1_000, 5), new Phase(100, 2)));

        assertThat(schedule.dueNanos(5)).isEqualTo(5 * MILLI);
        assertThat(schedule.dueNanos(6)).isEqualTo(15 * MILLI);
    }

    @Test
    void messages_without_a_rate_are_due_at_once() {
        var schedule = new Schedule(List.of(new Phase(1_000, 5), new Phase(0, 3)));

        assertThat(schedule.dueNanos(7)).isEqualTo(5 * MILLI);
    }

    @Test
    void the_last_phase_counts() {
        var schedule = new Schedule(List.of(new Phase(1_000, 5), new Phase(100, 2)));

        assertThat(schedule.messages()).isEqualTo(7);
        assertThat(schedule.firstCounted()).isEqualTo(5);
    }

    @Test
    void a_phase_has_as_many_messages_as_fit_its_time() {
        assertThat(Phase.of(500, Duration.ofMillis(2_500)).messages()).isEqualTo(1_250);
    }
}
