// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

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
class CountThrottleTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final ChannelName PRESENCE = ChannelName.parse("presence-room", 164);
    private static final String COUNT = "pusher_internal:subscription_count";

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final LoopTaskQueue taskQueue =
            new LoopTaskQueue(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final List<Integer> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Channels channels =
            new Channels(new ChannelContext(() -> Settings.of(true), () -> now, this::hear));

    @Test
    void everybody_is_told_at_each_change_and_the_newcomer_after_its_success() {
        var first = new RecordedSubscriber(taskQueue);
        var second = new RecordedSubscriber(taskQueue);
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
            join(new RecordedSubscriber(taskQueue));
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
            join(new RecordedSubscriber(taskQueue));
        }
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));

        join(new RecordedSubscriber(taskQueue));

        assertThat(told).endsWith(101, 102);
    }

    @Test
    void presence_channels_are_not_counted() {
        var subscriber = new RecordedSubscriber(taskQueue);

        channels.join(PRESENCE, subscriber, new PresenceData("1", null));
        runTurns();

        assertThat(subscriber.takeWrites())
                .containsExactly("pusher_internal:subscription_succeeded");
        assertThat(told).isEmpty();
    }

    private Subscription join(RecordedSubscriber subscriber) {
        return channels.join(NEWS, subscriber, null).orElseThrow();
    }

    private void hear(ChannelEvent event) {
        if (event instanceof ChannelEvent.Counted(_, int subscriptions)) {
            told.add(subscriptions);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        channels.tellCounts();
        runTurns();
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }
}
