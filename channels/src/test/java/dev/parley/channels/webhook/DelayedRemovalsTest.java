// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayedRemovalsTest {
    private static final ChannelName ROOM = ChannelName.parse("presence-room", 164);
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final Instant START = Instant.EPOCH;

    private final DelayedRemovals delayedRemovals = new DelayedRemovals(Duration.ofSeconds(3), 2);

    @Test
    void what_is_no_removal_is_told_at_once() {
        for (var event :
                List.of(
                        new ChannelEvent.Occupied(NEWS),
                        new ChannelEvent.MemberAdded(ROOM, "1"),
                        new ChannelEvent.CacheMissed(NEWS),
                        new ChannelEvent.Counted(NEWS, 0))) {
            assertThat(delayedRemovals.add(event, START)).containsExactly(event);
        }
    }

    @Test
    void a_removal_is_told_after_three_seconds() {
        var vacated = new ChannelEvent.Vacated(NEWS);

        assertThat(delayedRemovals.add(vacated, START)).isEmpty();
        assertThat(delayedRemovals.due(START.plusMillis(2_999))).isEmpty();
        assertThat(delayedRemovals.due(START.plusMillis(3_000))).containsExactly(vacated);
        assertThat(delayedRemovals.due(START.plusMillis(9_000))).isEmpty();
    }

    @Test
    void who_is_back_in_time_neither_left_nor_came() {
        delayedRemovals.add(new ChannelEvent.MemberRemoved(ROOM, "1"), START);
        delayedRemovals.add(new ChannelEvent.Vacated(ROOM), START);

        assertThat(delayedRemovals.add(new ChannelEvent.Occupied(ROOM), START.plusSeconds(2)))
                .isEmpty();
        assertThat(
                        delayedRemovals.add(
                                new ChannelEvent.MemberAdded(ROOM, "1"), START.plusSeconds(2)))
                .isEmpty();

        assertThat(delayedRemovals.due(START.plusSeconds(9))).isEmpty();
    }

    @Test
    void another_user_or_channel_is_another_matter() {
        var left = new ChannelEvent.MemberRemoved(ROOM, "1");
        delayedRemovals.add(left, START);

        assertThat(delayedRemovals.add(new ChannelEvent.MemberAdded(ROOM, "2"), START)).hasSize(1);
        assertThat(delayedRemovals.add(new ChannelEvent.Occupied(NEWS), START)).hasSize(1);

        assertThat(delayedRemovals.due(START.plusSeconds(3))).containsExactly(left);
    }

    @Test
    void leaving_again_waits_again() {
        delayedRemovals.add(new ChannelEvent.Vacated(NEWS), START);
        delayedRemovals.add(new ChannelEvent.Occupied(NEWS), START.plusSeconds(2));

        delayedRemovals.add(new ChannelEvent.Vacated(NEWS), START.plusSeconds(2));

        assertThat(delayedRemovals.due(START.plusSeconds(4))).isEmpty();
        assertThat(delayedRemovals.due(START.plusSeconds(5))).hasSize(1);
    }

    @Test
    void beyond_the_bound_the_oldest_is_told_early() {
        var oldest = new ChannelEvent.MemberRemoved(ROOM, "1");
        delayedRemovals.add(oldest, START);
        delayedRemovals.add(new ChannelEvent.MemberRemoved(ROOM, "2"), START);

        assertThat(delayedRemovals.add(new ChannelEvent.MemberRemoved(ROOM, "3"), START))
                .containsExactly(oldest);
    }
}
