// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TransientEventScheduleTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ROOM = new UUID(0, 1).toString();
    private static final String CHANNEL = "room-1";
    private static final String ANN = new UUID(0, 2).toString();
    private static final String BOB = new UUID(0, 3).toString();

    private final TransientEventSchedule schedule = new TransientEventSchedule();

    @Test
    void the_head_is_told_one_and_ten_seconds_after_the_last_event() {
        schedule.published(ROOM, 7, CHANNEL, at(0));

        assertThat(schedule.due(at(999))).isEmpty();
        assertThat(schedule.due(at(1_000)))
                .containsExactly(new TransientEvent.Head(ROOM, 7, CHANNEL));
        assertThat(schedule.due(at(9_999))).isEmpty();
        assertThat(schedule.due(at(10_000)))
                .containsExactly(new TransientEvent.Head(ROOM, 7, CHANNEL));
        assertThat(schedule.next()).isEmpty();
    }

    @Test
    void an_event_in_between_puts_the_head_off() {
        schedule.published(ROOM, 7, CHANNEL, at(0));
        schedule.published(ROOM, 8, CHANNEL, at(900));

        assertThat(schedule.due(at(1_500))).isEmpty();
        assertThat(schedule.due(at(1_900)))
                .containsExactly(new TransientEvent.Head(ROOM, 8, CHANNEL));
        schedule.published(ROOM, 9, CHANNEL, at(5_000));
        assertThat(schedule.due(at(6_000)))
                .containsExactly(new TransientEvent.Head(ROOM, 9, CHANNEL));
        assertThat(schedule.due(at(14_999))).isEmpty();
        assertThat(schedule.due(at(15_000)))
                .containsExactly(new TransientEvent.Head(ROOM, 9, CHANNEL));
    }

    @Test
    void the_first_move_of_a_quiet_room_goes_out_promptly() {
        schedule.moved(move(ANN, 3), at(0));

        assertThat(schedule.next()).hasValue(at(50));
        assertThat(schedule.due(at(50)))
                .containsExactly(new TransientEvent.Cursors(ROOM, List.of(move(ANN, 3))));
    }

    @Test
    void further_moves_are_gathered_for_a_second() {
        schedule.moved(move(ANN, 3), at(0));
        schedule.due(at(50));
        schedule.moved(move(ANN, 4), at(100));
        schedule.moved(move(BOB, 1), at(200));
        schedule.moved(move(ANN, 5), at(300));

        assertThat(schedule.due(at(1_049))).isEmpty();
        assertThat(schedule.due(at(1_050)))
                .containsExactly(
                        new TransientEvent.Cursors(ROOM, List.of(move(ANN, 5), move(BOB, 1))));
    }

    @Test
    void a_room_that_became_quiet_is_prompt_again_and_takes_no_memory() {
        schedule.moved(move(ANN, 3), at(0));
        schedule.due(at(50));

        assertThat(schedule.due(at(1_050))).isEmpty();
        assertThat(schedule.next()).isEmpty();
        schedule.moved(move(ANN, 4), at(2_000));
        assertThat(schedule.next()).hasValue(at(2_050));
    }

    @Test
    void a_crowd_is_told_in_parts_that_fit_an_event() {
        for (var i = 0; i < 100; i++) {
            schedule.moved(move(new UUID(9, i).toString(), 1), at(0));
        }

        assertThat(cursors(at(50))).isEqualTo(60);
        assertThat(cursors(at(1_050))).isEqualTo(40);
        var event = new TransientEvent.Cursors(ROOM, notices60()).event("room-1", "1-1");
        assertThat(event.data().length()).isLessThan(8 * 1024);
    }

    @Test
    void notices_are_events_without_a_number() {
        var head = new TransientEvent.Head(ROOM, 7, CHANNEL).event("room-1", "1-2");
        var cursors =
                new TransientEvent.Cursors(ROOM, List.of(move(ANN, 3))).event("room-1", "1-2");

        assertThat(head.name()).isEqualTo("head");
        assertThat(head.data())
                .isEqualTo("{\"room_id\":\"%s\",\"rev\":7,\"epoch\":\"1-2\"}".formatted(ROOM));
        assertThat(cursors.name()).isEqualTo("cursors");
        assertThat(cursors.data())
                .isEqualTo(
                        "[{\"user_id\":\"%s\",\"read_seq\":3,\"delivered_seq\":3}]".formatted(ANN));
    }

    private int cursors(Instant now) {
        return schedule.due(now).stream()
                .mapToInt(n -> n instanceof TransientEvent.Cursors(_, var moved) ? moved.size() : 0)
                .sum();
    }

    private static List<Change.CursorMoved> notices60() {
        return java.util.Collections.nCopies(60, move(ANN, 1_000_000));
    }

    private static Change.CursorMoved move(String user, long seq) {
        return new Change.CursorMoved(ROOM, user, seq, seq);
    }

    private static Instant at(long millis) {
        return START.plus(Duration.ofMillis(millis));
    }
}
