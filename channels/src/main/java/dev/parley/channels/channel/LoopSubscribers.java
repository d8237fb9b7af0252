// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.wire.TextFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A channel's subscribers on one event loop, and the frames they are owed in this turn. Owned by that
/// loop, save [#reserved], which the channel's lock guards.
final class LoopSubscribers {
    private static final int FIRST_CAPACITY = 4;

    private final LoopTaskQueue taskQueue;

    /// Subscriptions that were granted and not ended, whether or not their work was done yet.
    private int reserved;

    private Subscriber[] subscribers = new Subscriber[FIRST_CAPACITY];
    private Subscription[] subscriptions = new Subscription[FIRST_CAPACITY];
    private int size;

    private final List<TextFrame> frames = new ArrayList<>();
    private final List<@Nullable Subscriber> excepts = new ArrayList<>();
    private boolean anyExcept;

    LoopSubscribers(LoopTaskQueue taskQueue) {
        this.taskQueue = taskQueue;
    }

    LoopTaskQueue taskQueue() {
        return taskQueue;
    }

    int reserved() {
        return reserved;
    }

    void reserve(int change) {
        reserved += change;
    }

    void add(TextFrame frame, @Nullable Subscriber except) {
        if (frames.isEmpty()) {
            taskQueue.deliverLater(this);
        }
        frames.add(frame);
        excepts.add(except);
        anyExcept |= except != null;
    }

    /// Adds a subscriber, who gets nothing that was owed before.
    void take(Subscription subscription) {
        deliver();
        if (size == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, size * 2);
            subscriptions = Arrays.copyOf(subscriptions, size * 2);
        }
        subscribers[size] = subscription.subscriber();
        subscriptions[size] = subscription;
        subscription.moveTo(size++);
    }

    /// Removes a subscriber, who gets what was owed before.
    @SuppressWarnings("NullAway") // the slots from size on are empty and never read
    void leave(Subscription subscription) {
        deliver();
        int index = subscription.index();
        if (index < 0) {
            // A defect kept it from taking its place.
            return;
        }
        size--;
        subscribers[index] = subscribers[size];
        subscriptions[index] = subscriptions[size];
        subscriptions[index].moveTo(index);
        subscribers[size] = null;
        subscriptions[size] = null;
        subscription.moveTo(-1);
    }

    /// Writes everything owed, joined into one buffer, with one call per socket. A defect ends the
    /// connections it touches and no others.
    void deliver() {
        if (frames.isEmpty()) {
            return;
        }
        try {
            var joined = join();
            for (int i = 0; i < size; i++) {
                write(joined, subscribers[i]);
            }
            joined.release();
            taskQueue.meters().delivered(size * frames.size(), size);
        } catch (RuntimeException | OutOfMemoryError e) {
            for (int i = 0; i < size; i++) {
                LoopTaskQueue.abandon(subscribers[i], e);
            }
        } finally {
            frames.clear();
            excepts.clear();
            anyExcept = false;
        }
    }

    private ByteBuf join() {
        int bytes = 0;
        for (var frame : frames) {
            bytes += frame.length();
        }
        var joined = taskQueue.buffer(bytes);
        for (var frame : frames) {
            frame.writeTo(joined);
        }
        return joined;
    }

    private void write(ByteBuf joined, Subscriber subscriber) {
        try {
            if (anyExcept && excepts.contains(subscriber)) {
                writeOthers(joined, subscriber);
            } else {
                subscriber.write(joined.retainedDuplicate());
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LoopTaskQueue.abandon(subscriber, e);
        }
    }

    private void writeOthers(ByteBuf joined, Subscriber subscriber) {
        int start = 0;
        for (int i = 0; i < frames.size(); i++) {
            int length = frames.get(i).length();
            if (!subscriber.equals(excepts.get(i))) {
                subscriber.write(joined.retainedSlice(start, length));
            }
            start += length;
        }
    }
}
