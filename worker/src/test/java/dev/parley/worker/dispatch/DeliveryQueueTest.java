// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Acknowledgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DeliveryQueueTest {
    private static final String ROOM = new UUID(0, 1).toString();
    private static final String OTHER = new UUID(0, 2).toString();

    private final DeliveryQueue queue = new DeliveryQueue(10, 100, 1 << 20, 100);

    @Test
    void the_position_is_looked_up_before_the_first_event_goes_out() {
        queue.enqueue(Events.event(ROOM, 8), new Acknowledgement());

        assertThat(queue.nextBatch()).isEmpty();
        var load = queue.nextLoad().orElseThrow();
        assertThat(load.after()).isEqualTo(OptionalLong.empty());
        queue.loaded(load, new LogPage(7, List.of(), 7, 7, false));
        assertThat(next()).containsExactly(8L);
    }

    @Test
    void an_event_already_published_is_dropped() {
        located(ROOM, 7);
        var acknowledgement = offer(ROOM, 7);

        assertThat(queue.nextBatch()).isEmpty();
        assertThat(acknowledgement.settled()).isTrue();
    }

    @Test
    void missing_events_are_read_before_a_later_one_goes_out() {
        located(ROOM, 2);
        offer(ROOM, 5);

        assertThat(queue.nextBatch()).isEmpty();
        var load = queue.nextLoad().orElseThrow();
        assertThat(load.after()).hasValue(2);
        queue.loaded(load, new LogPage(2, Events.events(ROOM, 3, 4), 4, 4, false));
        assertThat(next()).containsExactly(3L, 4L, 5L);
    }

    @Test
    void what_was_said_before_a_deletion_is_read_from_the_tables() {
        located(ROOM, 2);
        offer(ROOM, 3);
        offer(ROOM, 4);
        queue.enqueue(Events.deletion(ROOM, 5), new Acknowledgement());

        assertThat(queue.nextBatch()).isEmpty();
        var load = queue.nextLoad().orElseThrow();
        assertThat(load.after()).hasValue(2);
        queue.loaded(load, new LogPage(2, Events.events(ROOM, 3, 5), 5, 5, false));
        assertThat(next()).containsExactly(3L, 4L, 5L);
    }

    @Test
    void a_page_from_before_a_deletion_is_not_believed() {
        located(ROOM, 2);
        offer(ROOM, 4);
        var load = queue.nextLoad().orElseThrow();
        queue.enqueue(Events.deletion(ROOM, 5), new Acknowledgement());

        var isUseful = queue.loaded(load, new LogPage(2, Events.events(ROOM, 3, 4), 4, 4, false));

        assertThat(isUseful).isFalse();
        assertThat(queue.nextBatch()).isEmpty();
    }

    @Test
    void a_request_is_not_wanted_any_more_once_its_messages_may_be_deleted() {
        located(ROOM, 2);
        offer(ROOM, 3);
        var batch = queue.nextBatch().orElseThrow();
        assertThat(queue.holds(batch)).isTrue();

        queue.enqueue(Events.deletion(ROOM, 4), new Acknowledgement());

        assertThat(queue.holds(batch)).isFalse();
    }

    @Test
    void a_deletion_of_what_is_published_goes_out_from_memory() {
        located(ROOM, 2);
        queue.enqueue(Events.deletion(ROOM, 3), new Acknowledgement());
        queue.enqueue(Events.deletion(ROOM, 4), new Acknowledgement());

        assertThat(next()).containsExactly(3L, 4L);
    }

    @Test
    void numbers_that_no_longer_exist_are_stepped_over() {
        located(ROOM, 2);
        offer(ROOM, 9);

        queue.loaded(
                queue.nextLoad().orElseThrow(),
                new LogPage(2, Events.events(ROOM, 7, 8), 9, 9, false));

        assertThat(next()).containsExactly(7L, 8L, 9L);
    }

    @Test
    void a_row_the_tables_do_not_show_yet_is_read_again() {
        located(ROOM, 2);
        queue.behind(ROOM, 3);

        var useful =
                queue.loaded(
                        queue.nextLoad().orElseThrow(), new LogPage(2, List.of(), 2, 2, false));

        assertThat(useful).isFalse();
        queue.loaded(
                queue.nextLoad().orElseThrow(),
                new LogPage(2, Events.events(ROOM, 3, 3), 3, 3, false));
        assertThat(next()).containsExactly(3L);
    }

    @Test
    void a_room_is_open_until_what_was_missing_is_delivered() {
        located(ROOM, 2);
        queue.behind(ROOM, 3);

        var lost = queue.nextLoad().orElseThrow();
        assertThat(queue.openRooms()).isOne();
        queue.notLoaded(lost);
        assertThat(queue.openRooms()).isOne();
        queue.loaded(
                queue.nextLoad().orElseThrow(),
                new LogPage(2, Events.events(ROOM, 3, 3), 3, 3, false));
        var batch = queue.nextBatch().orElseThrow();
        assertThat(queue.openRooms()).isOne();
        queue.delivered(batch);

        assertThat(queue.openRooms()).isZero();
    }

    @Test
    void a_room_that_is_deleted_is_given_up_in_the_end() {
        located(ROOM, 2);
        queue.behind(ROOM, 5);

        var reads = 0;
        for (var load = queue.nextLoad(); load.isPresent(); load = queue.nextLoad()) {
            queue.loaded(load.get(), new LogPage(2, List.of(), 0, 0, true));
            reads++;
        }

        assertThat(reads).isEqualTo(50);
        assertThat(queue.openRooms()).isZero();
    }

    @Test
    void a_room_is_in_one_request_at_a_time() {
        located(ROOM, 0);
        located(OTHER, 0);
        offer(ROOM, 1);
        var first = queue.nextBatch().orElseThrow();
        offer(ROOM, 2);
        offer(OTHER, 1);

        assertThat(next()).containsExactly(1L);
        assertThat(queue.nextBatch()).isEmpty();
        queue.delivered(first);
        assertThat(next()).containsExactly(2L);
    }

    @Test
    void a_request_has_at_most_ten_events() {
        located(ROOM, 0);
        LongStream.rangeClosed(1, 25).forEach(rev -> offer(ROOM, rev));

        var first = queue.nextBatch().orElseThrow();
        assertThat(first.events()).hasSize(10);
        queue.delivered(first);
        assertThat(next()).hasSize(10).startsWith(11L);
    }

    @Test
    void a_receipt_is_held_until_its_event_is_delivered() {
        located(ROOM, 0);
        var first = offer(ROOM, 1);
        var second = offer(ROOM, 2);
        var batch = queue.nextBatch().orElseThrow();
        assertThat(first.settled()).isFalse();

        queue.returned(batch);
        assertThat(first.settled()).isFalse();

        queue.delivered(queue.nextBatch().orElseThrow());
        assertThat(first.settled()).isTrue();
        assertThat(second.settled()).isTrue();
    }

    @Test
    void a_repeat_of_a_waiting_event_is_held_as_well() {
        located(ROOM, 0);
        offer(ROOM, 1);
        var repeat = offer(ROOM, 1);

        assertThat(repeat.settled()).isFalse();
        queue.delivered(queue.nextBatch().orElseThrow());
        assertThat(repeat.settled()).isTrue();
    }

    @Test
    void past_four_fifths_of_the_memory_events_are_left_to_the_tables_until_half_is_free() {
        var small = new DeliveryQueue(10, 10, 1 << 20, 100);
        small.behind(ROOM, 0);
        small.loaded(small.nextLoad().orElseThrow(), new LogPage(0, List.of(), 0, 0, false));
        var acknowledgement = new Acknowledgement();
        LongStream.rangeClosed(1, 8)
                .forEach(rev -> small.enqueue(Events.event(ROOM, rev), acknowledgement));
        assertThat(small.isCatchingUp()).isTrue();

        var left = new Acknowledgement();
        LongStream.rangeClosed(9, 12).forEach(rev -> small.enqueue(Events.event(ROOM, rev), left));
        left.release();

        assertThat(left.settled()).as("nothing is held that the tables have").isTrue();
        assertThat(small.events()).isEqualTo(8);
        small.delivered(small.nextBatch().orElseThrow());
        assertThat(small.isCatchingUp()).isFalse();
        assertThat(small.nextBatch()).isEmpty();
        var load = small.nextLoad().orElseThrow();
        assertThat(load.after()).hasValue(8);
        small.loaded(load, new LogPage(8, Events.events(ROOM, 9, 12), 12, 12, false));
        assertThat(small.nextBatch().orElseThrow().events()).hasSize(4);
    }

    @Test
    void the_room_that_waits_longest_is_known_and_one_that_moves_does_not_count() {
        var start = Instant.parse("2026-11-26T10:00:00Z");
        queue.at(start);
        located(ROOM, 0);
        located(OTHER, 0);
        offer(ROOM, 1);
        queue.at(start.plusSeconds(3));
        offer(OTHER, 1);

        queue.at(start.plusSeconds(5));
        assertThat(queue.oldestWaiting()).isEqualTo(Duration.ofSeconds(5));
        queue.delivered(queue.nextBatch().orElseThrow().byRoom().getFirst());
        assertThat(queue.oldestWaiting()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void spilling_frees_memory_and_receipts_and_loses_nothing() {
        located(ROOM, 0);
        var acknowledgement = offer(ROOM, 1);
        offer(ROOM, 2);

        queue.spill();

        assertThat(acknowledgement.settled()).isTrue();
        assertThat(queue.events()).isZero();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.nextBatch()).isEmpty();
        queue.loaded(
                queue.nextLoad().orElseThrow(),
                new LogPage(0, Events.events(ROOM, 1, 2), 2, 2, false));
        assertThat(next()).containsExactly(1L, 2L);
    }

    @Test
    void spilling_during_a_request_does_not_repeat_it() {
        located(ROOM, 0);
        offer(ROOM, 1);
        var batch = queue.nextBatch().orElseThrow();
        offer(ROOM, 2);

        queue.spill();
        queue.delivered(batch);

        assertThat(queue.nextLoad().orElseThrow().after()).hasValue(1);
    }

    @Test
    void positions_are_handed_out_once_and_again_when_not_written() {
        located(ROOM, 0);
        offer(ROOM, 1);
        queue.delivered(queue.nextBatch().orElseThrow());

        var positions = queue.startSaving();
        assertThat(positions.published()).isEqualTo(Map.of(ROOM, 1L));
        queue.saved(positions, false);
        var again = queue.startSaving();
        queue.saved(again, true);

        assertThat(again.published()).isEqualTo(Map.of(ROOM, 1L));
        assertThat(queue.startSaving().published()).isEmpty();
    }

    @Test
    void another_epoch_forgets_the_first_one_and_its_requests() {
        located(ROOM, 5);
        var acknowledgement = offer(ROOM, 6);
        var old = queue.nextBatch().orElseThrow();

        queue.enter("2-1");
        queue.enqueue(Events.event(ROOM, 4), new Acknowledgement());
        queue.delivered(old);

        assertThat(acknowledgement.settled()).isTrue();
        assertThat(queue.startSaving().published()).isEmpty();
        queue.loaded(queue.nextLoad().orElseThrow(), new LogPage(3, List.of(), 3, 3, false));
        assertThat(next()).containsExactly(4L);
    }

    @Test
    void rooms_long_unused_are_forgotten_once_written_down() {
        var small = new DeliveryQueue(10, 1_000, 1 << 20, 100);
        for (var i = 0; i < 150; i++) {
            small.behind(new UUID(1, i).toString(), 0);
            small.loaded(small.nextLoad().orElseThrow(), new LogPage(0, List.of(), 0, 0, false));
        }

        small.saved(small.startSaving(), true);

        assertThat(small.rooms()).isEqualTo(100);
    }

    private void located(String room, long published) {
        queue.behind(room, 0);
        queue.loaded(
                queue.nextLoad().orElseThrow(),
                new LogPage(published, List.of(), published, published, false));
    }

    /// Enqueues an event as a source does: the acknowledgement is the source's no longer.
    private Acknowledgement offer(String room, long rev) {
        var acknowledgement = new Acknowledgement();
        queue.enqueue(Events.event(room, rev), acknowledgement);
        acknowledgement.release();
        return acknowledgement;
    }

    private List<Long> next() {
        return queue.nextBatch().orElseThrow().events().stream().map(NumberedEvent::rev).toList();
    }
}
