// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.FallbackPolicy.Move;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class FallbackPolicyTest {
    private final FallbackPolicy fallbackPolicy =
            new FallbackPolicy(
                    List.of(CaptureStrategy.WAL, CaptureStrategy.SLOT, CaptureStrategy.TABLES));

    @Test
    void what_only_the_protocol_hinders_leads_to_the_slot_by_sql() {
        assertThat(fallbackPolicy.failed(CaptureState.REPLICATION_REFUSED))
                .isEqualTo(Move.FALL_BACK);
        assertThat(fallbackPolicy.current()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SLOT_WAITS",
                "SLOT_FOREIGN",
                "NO_FREE_SLOT",
                "PUBLICATION_WRONG",
                "WAL_LEVEL_LOW",
                "ROLE_CANNOT_REPLICATE",
                "LOG_UNREADABLE"
            })
    void what_hinders_the_slot_leads_to_the_tables(CaptureState state) {
        assertThat(fallbackPolicy.failed(state)).isEqualTo(Move.FALL_BACK);
        assertThat(fallbackPolicy.current()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SLOT_HELD",
                "DATABASE_AWAY",
                "SERVER_IN_RECOVERY",
                "LOGIN_REFUSED",
                "SCHEMA_MISSING",
                "EPOCH_CHANGED"
            },
            mode = Mode.INCLUDE)
    void what_hinders_every_way_is_waited_for_however_long(CaptureState state) {
        for (var times = 0; times < 100; times++) {
            assertThat(fallbackPolicy.failed(state)).isEqualTo(Move.WAIT);
        }
        assertThat(fallbackPolicy.current()).isZero();
        assertThat(fallbackPolicy.failures()).isEqualTo(100);
    }

    @Test
    void a_stream_that_ends_again_and_again_before_it_works_is_left() {
        assertThat(fallbackPolicy.failed(CaptureState.STREAM_ENDED)).isEqualTo(Move.WAIT);
        assertThat(fallbackPolicy.failed(CaptureState.STREAM_ENDED)).isEqualTo(Move.WAIT);
        assertThat(fallbackPolicy.failed(CaptureState.STREAM_ENDED)).isEqualTo(Move.FALL_BACK);
    }

    @Test
    void a_stream_that_worked_meanwhile_is_not_left() {
        for (var times = 0; times < 10; times++) {
            fallbackPolicy.works();
            assertThat(fallbackPolicy.failed(CaptureState.STREAM_ENDED)).isEqualTo(Move.WAIT);
        }
    }

    @Test
    void after_a_wait_the_best_way_is_tried_first() {
        var _ = fallbackPolicy.failed(CaptureState.WAL_LEVEL_LOW);
        fallbackPolicy.works();

        assertThat(fallbackPolicy.failed(CaptureState.DATABASE_AWAY)).isEqualTo(Move.WAIT);
        assertThat(fallbackPolicy.current()).isZero();
    }

    @Test
    void a_lower_way_is_stood_by_for_a_while_before_a_better_one_is_tried() {
        var _ = fallbackPolicy.failed(CaptureState.WAL_LEVEL_LOW);

        for (var times = 1; times < 20; times++) {
            assertThat(fallbackPolicy.failed(CaptureState.SLOT_HELD)).isEqualTo(Move.WAIT);
            assertThat(fallbackPolicy.current()).isEqualTo(2);
        }
        assertThat(fallbackPolicy.failed(CaptureState.SLOT_HELD)).isEqualTo(Move.WAIT);
        assertThat(fallbackPolicy.current()).isZero();
    }

    @Test
    void with_a_single_way_everything_is_waited_for() {
        var single = new FallbackPolicy(List.of(CaptureStrategy.WAL));

        for (var state : CaptureState.values()) {
            assertThat(single.failed(state)).isEqualTo(Move.WAIT);
        }
    }

    @Test
    void a_better_way_that_has_become_possible_is_gone_to() {
        var _ = fallbackPolicy.failed(CaptureState.WAL_LEVEL_LOW);

        fallbackPolicy.recover(0);

        assertThat(fallbackPolicy.current()).isZero();
    }
}
