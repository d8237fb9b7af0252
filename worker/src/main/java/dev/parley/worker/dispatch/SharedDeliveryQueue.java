// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// The lock of a [DeliveryQueue] that many threads share, and waiting for what is due. The lock is never held
/// during I/O. Any thread may call any method.
final class SharedDeliveryQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sendable = lock.newCondition();
    private final Condition loadable = lock.newCondition();
    private final Condition drained = lock.newCondition();

    private final InstantSource clock;

    @GuardedBy("lock")
    private final DeliveryQueue queue;

    SharedDeliveryQueue(DeliveryQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /// Changes the queue, and wakes those for whom that makes work.
    void change(Consumer<DeliveryQueue> change) {
        var _ =
                changed(held -> {
                    change.accept(held);
                    return true;
                });
    }

    /// Changes the queue like [#change], and returns what the change gives.
    <T> T changed(Function<DeliveryQueue, T> change) {
        lock.lock();
        try {
            var answer = ask(change);
            wake();
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the queue, which stays as it is.
    <T> T ask(Function<DeliveryQueue, T> question) {
        lock.lock();
        try {
            queue.at(clock.instant());
            return question.apply(queue);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next request.
    DeliveryQueue.Batch takeBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var batch = queue.nextBatch();
                if (batch.isPresent()) {
                    wake();
                    return batch.get();
                }
                sendable.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for rooms to read.
    ///
    /// @param most how many
    List<DeliveryQueue.Load> takeLoads(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var loads = queue.nextLoads(most);
                if (!loads.isEmpty()) {
                    wake();
                    return loads;
                }
                loadable.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the queue is drained, so that no room is open, as long as `worthWaiting` says so, but no longer than `patience`.
    void awaitDrained(Duration patience, BooleanSupplier worthWaiting) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = patience.toNanos();
            while (left > 0 && queue.openRooms() > 0 && worthWaiting.getAsBoolean()) {
                left = drained.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Wakes one thread for each kind of work that is due; it wakes the next when it takes some.
    @GuardedBy("lock")
    private void wake() {
        if (queue.isSendDue()) {
            sendable.signal();
        }
        if (queue.isLoadDue()) {
            loadable.signal();
        }
        if (queue.openRooms() == 0) {
            drained.signalAll();
        }
    }
}
