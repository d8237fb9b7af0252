// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.ChannelName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/// A turn of a loop in which something fails that never should.
class LoopTaskQueueTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final LoopTaskQueue taskQueue =
            new LoopTaskQueue(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final Channels channels =
            new Channels(new ChannelContext(() -> Settings.of(false), () -> Instant.EPOCH, null));

    @Test
    void a_call_that_fails_keeps_nothing_else_from_happening() {
        var subscriber = subscribed();

        taskQueue.call(() -> {
            throw new IllegalStateException("a defect");
        });
        channels.publish(NEWS, "e", "", null);
        runTurns();

        assertThat(subscriber.takeWrites()).containsExactly("e");
        assertThat(subscriber.isAbandoned()).isFalse();
    }

    @Test
    void a_connection_that_cannot_be_written_to_is_ended_and_the_others_are_served() {
        var before = subscribed();
        var broken = new Broken(taskQueue);
        channels.join(NEWS, broken, null);
        var after = subscribed();

        channels.publish(NEWS, "e", "", null);
        runTurns();
        channels.publish(NEWS, "f", "", null);
        runTurns();

        assertThat(before.takeWrites()).containsExactly("e", "f");
        assertThat(after.takeWrites()).containsExactly("e", "f");
        assertThat(broken.abandoned).isPositive();
        assertThat(before.isAbandoned()).isFalse();
    }

    @Test
    void a_flush_that_fails_ends_its_connection_only() {
        var broken = new Broken(taskQueue);
        taskQueue.flushLater(broken);
        var subscriber = subscribed();
        int flushes = subscriber.flushes();

        taskQueue.flushLater(broken);
        channels.publish(NEWS, "e", "", null);
        runTurns();

        assertThat(subscriber.flushes()).isEqualTo(flushes + 1);
        assertThat(broken.abandoned).isPositive();
    }

    private RecordedSubscriber subscribed() {
        var subscriber = new RecordedSubscriber(taskQueue);
        channels.join(NEWS, subscriber, null);
        runTurns();
        subscriber.takeWrites();
        return subscriber;
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }

    private static final class Broken implements Subscriber {
        private final LoopTaskQueue taskQueue;
        private int abandoned;

        Broken(LoopTaskQueue taskQueue) {
            this.taskQueue = taskQueue;
        }

        @Override
        public LoopTaskQueue taskQueue() {
            return taskQueue;
        }

        @Override
        public void write(ByteBuf frames) {
            frames.release();
            throw new IllegalStateException("a defect");
        }

        @Override
        public void flush() {
            throw new IllegalStateException("a defect");
        }

        @Override
        public void abandon() {
            abandoned++;
        }
    }
}
