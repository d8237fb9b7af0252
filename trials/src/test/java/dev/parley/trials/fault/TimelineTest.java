// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("short")
final class TimelineTest {
    private final List<Duration> rests = new ArrayList<>();
    private final Timeline timeline = new Timeline("a run", 42, rests::add);

    @Test
    void faults_happen_in_order_and_are_printed_with_the_seed() throws InterruptedException {
        timeline.at(Duration.ofSeconds(1), "first", () -> "gone");
        timeline.at(Duration.ofSeconds(3), "second", () -> "back");

        timeline.run();

        assertThat(timeline.missing()).isEmpty();
        assertThat(timeline.toString())
                .startsWith("a run, seed 42")
                .containsSubsequence("first: gone", "second: back");
        assertThat(rests).hasSize(2);
    }

    @Test
    void a_fault_that_cannot_be_brought_about_is_missing_and_stops_nothing()
            throws InterruptedException {
        timeline.at(
                Duration.ZERO,
                "first",
                () -> {
                    throw new IllegalStateException("no such process");
                });
        timeline.at(Duration.ZERO, "second", () -> "gone");

        timeline.run();

        assertThat(timeline.missing()).containsExactly("first");
        assertThat(timeline.toString()).contains("no such process", "second: gone");
    }

    @Test
    void a_fault_whose_time_never_came_is_missing() {
        timeline.at(Duration.ZERO, "first", () -> "gone");

        assertThat(timeline.missing()).containsExactly("first");
    }

    @Test
    void a_fault_may_be_planned_after_the_end_of_the_one_before() throws InterruptedException {
        timeline.then(Duration.ofSeconds(2), "first", () -> "gone");
        timeline.then(Duration.ofSeconds(3), "second", () -> "back");

        timeline.run();

        assertThat(rests).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void faults_are_planned_in_order() {
        timeline.at(Duration.ofSeconds(2), "first", () -> "gone");

        assertThatThrownBy(() -> timeline.at(Duration.ofSeconds(1), "second", () -> "gone"))
                .hasMessageContaining("second is planned before");
    }
}
