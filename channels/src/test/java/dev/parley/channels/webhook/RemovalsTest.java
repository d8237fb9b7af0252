package dev.parley.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.room.RoomEvent;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private static final ChannelName ROOM = ChannelName.parse("presence-room", 164);
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final Instant START = Instant.EPOCH;

    private final Removals removals = new Removals(Duration.ofSeconds(3), 2);

    @Test
    void what_is_no_removal_is_told_at_once() {
        for (var event :
                List.of(
                        new RoomEvent.Occupied(NEWS),
                        new RoomEvent.MemberAdded(ROOM, "1"),
                        new RoomEvent.CacheMissed(NEWS),
                        new RoomEvent.Counted(NEWS, 0))) {
            assertThat(removals.add(event, START)).containsExactly(event);
        }
    }

    @Test
    void a_removal_is_told_after_three_seconds() {
        var vacated = new RoomEvent.Vacated(NEWS);

        assertThat(removals.add(vacated, START)).isEmpty();
        assertThat(removals.due(START.plusMillis(2_999))).isEmpty();
        assertThat(removals.due(START.plusMillis(3_000))).containsExactly(vacated);
        assertThat(removals.due(START.plusMillis(9_000))).isEmpty();
    }

    @Test
    void who_is_back_in_time_neither_left_nor_came() {
        removals.add(new RoomEvent.MemberRemoved(ROOM, "1"), START);
        removals.add(new RoomEvent.Vacated(ROOM), START);

        assertThat(removals.add(new RoomEvent.Occupied(ROOM), START.plusSeconds(2))).isEmpty();
        assertThat(removals.add(new RoomEvent.MemberAdded(ROOM, "1"), START.plusSeconds(2)))
                .isEmpty();

        assertThat(removals.due(START.plusSeconds(9))).isEmpty();
    }

    @Test
    void another_user_or_channel_is_another_matter() {
        var left = new RoomEvent.MemberRemoved(ROOM, "1");
        removals.add(left, START);

        assertThat(removals.add(new RoomEvent.MemberAdded(ROOM, "2"), START)).hasSize(1);
        assertThat(removals.add(new RoomEvent.Occupied(NEWS), START)).hasSize(1);

        assertThat(removals.due(START.plusSeconds(3))).containsExactly(left);
    }

    @Test
    void leaving_again_waits_again() {
        removals.add(new RoomEvent.Vacated(NEWS), START);
        removals.add(new RoomEvent.Occupied(NEWS), START.plusSeconds(2));

        removals.add(new RoomEvent.Vacated(NEWS), START.plusSeconds(2));

        assertThat(removals.due(START.plusSeconds(4))).isEmpty();
        assertThat(removals.due(START.plusSeconds(5))).hasSize(1);
    }

    @Test
    void beyond_the_bound_the_oldest_is_told_early() {
        var oldest = new RoomEvent.MemberRemoved(ROOM, "1");
        removals.add(oldest, START);
        removals.add(new RoomEvent.MemberRemoved(ROOM, "2"), START);

        assertThat(removals.add(new RoomEvent.MemberRemoved(ROOM, "3"), START))
                .containsExactly(oldest);
    }
}
