package dev.parley.channels.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many are subscribed, as subscribers and listeners are told.
class CountingTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final ChannelName PRESENCE = ChannelName.parse("presence-room", 164);
    private static final String COUNT = "pusher_internal:subscription_count";

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Mailbox mailbox =
            new Mailbox(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final List<Integer> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Rooms rooms =
            new Rooms(new Customs(() -> Settings.of(true), () -> now, this::hear));

    @Test
    void everybody_is_told_at_each_change_and_the_newcomer_after_its_success() {
        var first = new RecordedSeat(mailbox);
        var second = new RecordedSeat(mailbox);
        join(first);
        runTurns();

        var subscription = join(second);
        runTurns();
        subscription.leave();
        runTurns();

        assertThat(first.takeWrites())
                .containsExactly("pusher_internal:subscription_succeeded", COUNT, COUNT, COUNT);
        assertThat(second.takeWrites())
                .containsExactly("pusher_internal:subscription_succeeded", COUNT);
        assertThat(told).containsExactly(1, 2, 1);
    }

    @Test
    void a_crowd_is_told_every_five_seconds_and_the_last_number_arrives() {
        for (int i = 0; i < 150; i++) {
            join(new RecordedSeat(mailbox));
        }
        assertThat(told).hasSize(100).endsWith(100);

        pass(Duration.ofMillis(4_999));
        assertThat(told).hasSize(100);
        pass(Duration.ofMillis(1));

        assertThat(told).hasSize(101).endsWith(150);
        pass(Duration.ofSeconds(20));
        assertThat(told).hasSize(101);
    }

    @Test
    void after_a_quiet_time_a_crowd_is_told_at_once() {
        for (int i = 0; i < 101; i++) {
            join(new RecordedSeat(mailbox));
        }
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));

        join(new RecordedSeat(mailbox));

        assertThat(told).endsWith(101, 102);
    }

    @Test
    void presence_channels_are_not_counted() {
        var seat = new RecordedSeat(mailbox);

        rooms.join(PRESENCE, seat, new PresenceData("1", null));
        runTurns();

        assertThat(seat.takeWrites()).containsExactly("pusher_internal:subscription_succeeded");
        assertThat(told).isEmpty();
    }

    private Subscription join(RecordedSeat seat) {
        return rooms.join(NEWS, seat, null).orElseThrow();
    }

    private void hear(RoomEvent event) {
        if (event instanceof RoomEvent.Counted(_, int subscriptions)) {
            told.add(subscriptions);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        rooms.tellCounts();
        runTurns();
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }
}
