// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.meter.Uncounted;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final ChannelName CACHE = ChannelName.parse("cache-news", 164);
    private static final ChannelName PRESENCE = ChannelName.parse("presence-room", 164);

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final LoopTaskQueue here = taskQueue();
    private final LoopTaskQueue there = taskQueue();

    private Instant now = Instant.EPOCH;
    private final Channels channels =
            new Channels(new ChannelContext(() -> Settings.of(false), () -> now, null));

    @Test
    void what_is_due_in_one_turn_is_one_write_and_one_flush_per_socket() {
        var first = subscribed(NEWS, here);
        var second = subscribed(NEWS, here);
        int flushes = first.flushes();

        IntStream.range(0, 5).forEach(i -> channels.publish(NEWS, "e" + i, "", null));

        assertThat(turns).hasSize(1);
        runTurns();
        assertThat(first.takeWrites()).containsExactly("e0 e1 e2 e3 e4");
        assertThat(second.takeWrites()).containsExactly("e0 e1 e2 e3 e4");
        assertThat(first.flushes()).isEqualTo(flushes + 1);
    }

    @Test
    void one_that_never_took_its_place_leaves_the_others_in_theirs() {
        var subscribers = new LoopSubscribers(here);
        var channel =
                new Channel(
                        NEWS,
                        channels,
                        new ChannelContext(() -> Settings.of(false), () -> now, null));
        var subscriber = new RecordedSubscriber(here);
        subscribers.take(new Subscription(channel, subscribers, subscriber, null));

        subscribers.leave(
                new Subscription(channel, subscribers, new RecordedSubscriber(here), null));

        subscribers.add(TextFrame.of(new ServerFrame.Event("news", "e", "")), null);
        subscribers.deliver();
        assertThat(subscriber.takeWrites()).containsExactly("e");
    }

    @Test
    void a_loop_without_subscribers_is_not_bothered() {
        subscribed(NEWS, here);
        var gone = new RecordedSubscriber(there);
        join(NEWS, gone).leave();
        runTurns();

        channels.publish(NEWS, "e", "", null);

        assertThat(turns).hasSize(1);
    }

    @Test
    void one_left_out_gets_the_rest_in_order() {
        var left = subscribed(NEWS, here);
        var other = subscribed(NEWS, here);

        channels.publish(NEWS, "e0", "", null);
        channels.publish(NEWS, "e1", "", left);
        channels.publish(NEWS, "e2", "", other);
        channels.publish(NEWS, "e3", "", null);
        runTurns();

        assertThat(left.takeWrites()).containsExactly("e0", "e2", "e3");
        assertThat(other.takeWrites()).containsExactly("e0", "e1", "e3");
    }

    @Test
    void who_joins_gets_nothing_from_before_and_who_leaves_nothing_from_after() {
        var first = subscribed(NEWS, here);
        channels.publish(NEWS, "before", "", null);
        var second = new RecordedSubscriber(here);

        var subscription = join(NEWS, second);
        channels.publish(NEWS, "during", "", null);
        subscription.leave();
        channels.publish(NEWS, "after", "", null);
        runTurns();

        assertThat(String.join(" ", first.takeWrites())).isEqualTo("before during after");
        assertThat(second.takeWrites())
                .containsExactly("pusher_internal:subscription_succeeded", "during");
    }

    @Test
    void a_room_ends_with_its_last_subscriber() {
        var first = join(NEWS, new RecordedSubscriber(here));
        var second = join(NEWS, new RecordedSubscriber(there));

        first.leave();
        assertThat(channels.find(NEWS)).isPresent();
        second.leave();

        assertThat(channels.find(NEWS)).isEmpty();
        runTurns();
    }

    @Test
    void members_on_other_loops_are_told_and_the_newcomer_is_not() {
        var first = new RecordedSubscriber(here);
        var second = new RecordedSubscriber(there);
        assertThat(enter(first, "1")).isPresent();

        assertThat(enter(second, "2")).isPresent();
        runTurns();

        assertThat(first.takeWrites())
                .containsExactly(
                        "pusher_internal:subscription_succeeded", "pusher_internal:member_added");
        assertThat(second.takeWrites()).containsExactly("pusher_internal:subscription_succeeded");
    }

    @Test
    void the_limit_of_members_counts_users_not_connections() {
        assertThat(enter(new RecordedSubscriber(here), "1")).isPresent();
        assertThat(enter(new RecordedSubscriber(here), "2")).isPresent();

        assertThat(enter(new RecordedSubscriber(here), "3")).isEmpty();
        assertThat(enter(new RecordedSubscriber(here), "2")).isPresent();
    }

    @Test
    void a_cache_channel_forgets_after_half_an_hour() {
        channels.publish(CACHE, "price", "1", null);
        now = now.plus(Duration.ofMinutes(29));
        var early = subscribedTold(CACHE);
        now = now.plus(Duration.ofMinutes(1));
        var late = subscribedTold(CACHE);

        assertThat(early).endsWith("price");
        assertThat(late).endsWith("pusher:cache_miss");
    }

    @Test
    void an_expired_room_without_subscribers_is_dropped() {
        channels.publish(CACHE, "price", "1", null);
        channels.expire();
        assertThat(channels.find(CACHE)).isPresent();

        now = now.plus(Duration.ofMinutes(30));
        channels.expire();

        assertThat(channels.find(CACHE)).isEmpty();
    }

    @Test
    void a_backlog_is_counted_until_it_is_taken() {
        subscribed(NEWS, here);

        channels.publish(NEWS, "e", "x".repeat(1_000), null);
        assertThat(here.backlogBytes()).isGreaterThan(1_000);
        runTurns();

        assertThat(here.backlogBytes()).isZero();
    }

    private String subscribedTold(ChannelName channel) {
        var subscriber = new RecordedSubscriber(here);
        join(channel, subscriber);
        return String.join(" ", subscriber.takeWrites());
    }

    private RecordedSubscriber subscribed(ChannelName channel, LoopTaskQueue taskQueue) {
        var subscriber = new RecordedSubscriber(taskQueue);
        join(channel, subscriber);
        runTurns();
        subscriber.takeWrites();
        return subscriber;
    }

    private Optional<Subscription> enter(RecordedSubscriber subscriber, String userId) {
        return channels.join(PRESENCE, subscriber, new PresenceData(userId, null));
    }

    private Subscription join(ChannelName channel, RecordedSubscriber subscriber) {
        return channels.join(channel, subscriber, null).orElseThrow();
    }

    private LoopTaskQueue taskQueue() {
        return new LoopTaskQueue(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }
}
