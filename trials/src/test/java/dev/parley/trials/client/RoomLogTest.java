// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.LogPosition;
import dev.parley.trials.checker.Step;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("short")
final class RoomLogTest {
    private static final UUID ROOM = new UUID(0, 1);
    private static final String EPOCH = "1-77";

    private final RoomLog log = new RoomLog();

    @Test
    void events_that_come_before_the_snapshot_apply_after_it() {
        log.takeEvent(event(EPOCH, 6));
        log.takeEvent(event(EPOCH, 5));
        log.takeEvent(event(EPOCH, 4));

        log.takeSnapshot(new Answer.Snapshot(EPOCH, 5));

        assertThat(log.steps()).containsExactly(new Step.Loaded(EPOCH, 5), rendered(6));
    }

    @Test
    void an_event_after_a_hole_waits_for_the_range() {
        loadedAt(5);

        log.takeEvent(event(EPOCH, 8));

        assertThat(log.isBehind()).isTrue();
        assertThat(log.isWanting()).isFalse();
        log.takeChanges(changes(6, 7));
        assertThat(rendering()).containsExactly(rendered(6), rendered(7), rendered(8));
        assertThat(log.isBehind()).isFalse();
    }

    @Test
    void a_repeat_is_not_rendered_again() {
        loadedAt(5);

        log.takeEvent(event(EPOCH, 6));
        log.takeEvent(event(EPOCH, 6));
        log.takeChanges(changes(6, 7));
        log.takeEvent(event(EPOCH, 7));

        assertThat(rendering()).containsExactly(rendered(6), rendered(7));
    }

    @Test
    void an_event_that_asks_to_fetch_is_wanted_and_not_rendered() {
        loadedAt(5);

        log.takeEvent(new Event(new LogPosition(EPOCH, ROOM, 6), 5, true, Optional.empty()));

        assertThat(log.isWanting()).isTrue();
        assertThat(rendering()).isEmpty();
    }

    @Test
    void a_head_tells_of_a_lost_tail() {
        loadedAt(5);

        log.takeHead(EPOCH, 7);

        assertThat(log.isWanting()).isTrue();
        log.takeChanges(changes(6, 7));
        assertThat(log.isBehind()).isFalse();
        assertThat(log.isAt(EPOCH, 7)).isTrue();
    }

    @Test
    void another_life_of_the_database_needs_a_snapshot_and_the_old_one_is_over() {
        loadedAt(5);

        log.takeEvent(event("2-77", 4));
        assertThat(log.isWanting()).isTrue();
        log.takeSnapshot(new Answer.Snapshot("2-77", 3));
        log.takeEvent(event(EPOCH, 6));

        assertThat(log.steps())
                .containsExactly(
                        new Step.Loaded(EPOCH, 5), new Step.Loaded("2-77", 3), rendered(4));
    }

    @Test
    void a_range_that_is_not_all_there_any_more_needs_a_snapshot() {
        loadedAt(5);

        log.takeChanges(new Answer.Changes(EPOCH, List.of(), 90, 90, true));

        assertThat(log.isWanting()).isTrue();
        assertThat(rendering()).isEmpty();
    }

    private void loadedAt(long rev) {
        log.takeSnapshot(new Answer.Snapshot(EPOCH, rev));
    }

    private List<Step> rendering() {
        return log.steps().subList(1, log.steps().size());
    }

    private static Answer.Changes changes(long from, long through) {
        var items =
                LongStream.rangeClosed(from, through)
                        .mapToObj(rev -> new Answer.Item(rev, Optional.empty()))
                        .toList();
        return new Answer.Changes(EPOCH, items, through, through, false);
    }

    private static Step rendered(long rev) {
        return new Step.Rendered(rev, Optional.empty());
    }

    private static Event event(String epoch, long rev) {
        return new Event(new LogPosition(epoch, ROOM, rev), rev - 1, false, Optional.empty());
    }
}
