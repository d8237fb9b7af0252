// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.channel.ChannelEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one endpoint is still to be told, at most so many events. The crossing from event loops to
/// the endpoint's thread. Thread-safe.
final class Outbox {
    private static final int MOST_PER_REQUEST = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int capacity;
    private final boolean batched;
    private final Duration window;

    @GuardedBy("lock")
    private final Queue<ChannelEvent> events = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean closed;

    /// @param capacity events that may wait
    /// @param batched whether events may share a request
    /// @param window how long the first of a request waits for others
    Outbox(int capacity, boolean batched, Duration window) {
        this.capacity = capacity;
        this.batched = batched;
        this.window = window;
    }

    /// Adds an event, never waiting.
    ///
    /// @return false if the box is full or closed; the event is not in it then
    boolean enqueue(ChannelEvent event) {
        lock.lock();
        try {
            if (closed || events.size() >= capacity) {
                return false;
            }
            events.add(event);
            if (events.size() == 1 || events.size() == MOST_PER_REQUEST) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the events of the next request: one, or as many as come together.
    ///
    /// @return empty once the box is closed and all was taken
    List<ChannelEvent> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (events.isEmpty() && !closed) {
                changed.await();
            }
            if (batched) {
                awaitMore();
            }
            var taken = new ArrayList<ChannelEvent>();
            int most = batched ? MOST_PER_REQUEST : 1;
            while (taken.size() < most && !events.isEmpty()) {
                taken.add(events.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more events; what is in the box can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns how many events wait.
    int size() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitMore() throws InterruptedException {
        long left = window.toNanos();
        while (events.size() < MOST_PER_REQUEST && !closed && left > 0) {
            left = changed.awaitNanos(left);
        }
    }
}
