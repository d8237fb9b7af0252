// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void without_batching_a_request_has_one_event() throws InterruptedException {
        var outbox = new Outbox(10, false, HOUR);
        outbox.enqueue(event(1));
        outbox.enqueue(event(2));

        assertThat(outbox.take()).containsExactly(event(1));
        assertThat(outbox.take()).containsExactly(event(2));
    }

    @Test
    void twenty_events_go_without_waiting_and_no_more_than_twenty() throws InterruptedException {
        var outbox = new Outbox(100, true, HOUR);
        for (int i = 0; i < 45; i++) {
            outbox.enqueue(event(i));
        }

        assertThat(outbox.take()).hasSize(20).startsWith(event(0)).endsWith(event(19));
        assertThat(outbox.take()).hasSize(20).startsWith(event(20)).endsWith(event(39));
        outbox.close();
        assertThat(outbox.take()).hasSize(5);
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void fewer_wait_for_others_and_no_longer_than_the_window() throws InterruptedException {
        var outbox = new Outbox(100, true, Duration.ofMillis(50));
        outbox.enqueue(event(1));
        outbox.enqueue(event(2));
        long began = System.nanoTime();

        assertThat(outbox.take()).containsExactly(event(1), event(2));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void a_full_box_takes_no_more_until_there_is_room() throws InterruptedException {
        var outbox = new Outbox(1, false, HOUR);

        assertThat(outbox.enqueue(event(1))).isTrue();
        assertThat(outbox.enqueue(event(2))).isFalse();
        outbox.take();

        assertThat(outbox.enqueue(event(3))).isTrue();
        outbox.close();
        outbox.take();
        assertThat(outbox.enqueue(event(4))).isFalse();
    }

    private static ChannelEvent event(int number) {
        return new ChannelEvent.Occupied(ChannelName.parse("room-" + number, 164));
    }
}
