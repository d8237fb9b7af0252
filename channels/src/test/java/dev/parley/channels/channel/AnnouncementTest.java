// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a listener hears of channels.
class AnnouncementTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);
    private static final ChannelName CACHE = ChannelName.parse("cache-news", 164);
    private static final ChannelName ROOM = ChannelName.parse("presence-room", 164);

    private final LoopTaskQueue taskQueue =
            new LoopTaskQueue(_ -> {}, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final List<ChannelEvent> heard = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Channels channels =
            new Channels(new ChannelContext(() -> Settings.of(false), () -> now, heard::add));

    @Test
    void the_first_to_come_and_the_last_to_go_are_told() {
        var first = join(NEWS, null);
        var second = join(NEWS, null);
        first.leave();
        second.leave();
        join(NEWS, null);

        assertThat(heard)
                .containsExactly(
                        new ChannelEvent.Occupied(NEWS),
                        new ChannelEvent.Vacated(NEWS),
                        new ChannelEvent.Occupied(NEWS));
    }

    @Test
    void members_are_users_not_connections() {
        var first = join(ROOM, "ada");
        var second = join(ROOM, "ada");
        first.leave();
        second.leave();

        assertThat(heard)
                .containsExactly(
                        new ChannelEvent.Occupied(ROOM),
                        new ChannelEvent.MemberAdded(ROOM, "ada"),
                        new ChannelEvent.MemberRemoved(ROOM, "ada"),
                        new ChannelEvent.Vacated(ROOM));
    }

    @Test
    void a_cache_channel_outlives_its_subscribers_and_is_vacated_all_the_same() {
        channels.publish(CACHE, "e", "", null);

        join(CACHE, null).leave();

        assertThat(heard)
                .containsExactly(new ChannelEvent.Occupied(CACHE), new ChannelEvent.Vacated(CACHE));
    }

    @Test
    void a_miss_is_told_once_until_something_was_remembered() {
        join(CACHE, null);
        join(CACHE, null);
        channels.publish(CACHE, "e", "", null);
        join(CACHE, null);
        assertThat(heard).filteredOn(ChannelEvent.CacheMissed.class::isInstance).hasSize(1);

        now = now.plus(Duration.ofMinutes(30));
        join(CACHE, null);
        join(CACHE, null);

        assertThat(heard).filteredOn(ChannelEvent.CacheMissed.class::isInstance).hasSize(2);
    }

    @Test
    void an_event_of_a_subscriber_is_told_with_who_sent_it_and_one_of_the_backend_is_not() {
        var ada = join(ROOM, "ada");
        heard.clear();

        channels.publish(ROOM, "e", "", null);
        ada.publishToOthers(
                new ServerFrame.ClientEvent(ROOM.value(), "client-x", "{}", "ada"),
                new SocketId("1.2"));

        assertThat(heard)
                .containsExactly(
                        new ChannelEvent.ClientSent(
                                ROOM, new SocketId("1.2"), "client-x", "{}", "ada"));
    }

    private Subscription join(ChannelName channel, @Nullable String user) {
        var who = user == null ? null : new PresenceData(user, null);
        return channels.join(channel, new RecordedSubscriber(taskQueue), who).orElseThrow();
    }
}
