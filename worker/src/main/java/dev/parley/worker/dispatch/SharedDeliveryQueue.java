// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.publish.TargetHealthReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A [DeliveryQueue] that many threads share: one lock, never held during I/O, and waiting for what is due.
/// Any thread may call any method.
final class SharedDeliveryQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sendable = lock.newCondition();
    private final Condition loadable = lock.newCondition();
    private final Condition quiet = lock.newCondition();

    private final InstantSource clock;

    @GuardedBy("lock")
    private final DeliveryQueue queue;

    SharedDeliveryQueue(int batchEvents, DispatchConfig config, InstantSource clock) {
        this.clock = clock;
        this.queue =
                new DeliveryQueue(
                        batchEvents, config.maxEvents(), config.maxBytes(), config.maxRooms());
    }

    void enter(String epoch) {
        lock.lock();
        try {
            queue.enter(epoch);
        } finally {
            lock.unlock();
        }
    }

    void enqueue(NumberedEvent event, Acknowledgement acknowledgement) {
        lock.lock();
        try {
            queue.at(clock.instant());
            queue.enqueue(event, acknowledgement);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void behind(List<Change.Behind> rooms) {
        lock.lock();
        try {
            queue.at(clock.instant());
            rooms.forEach(room -> queue.behind(room.room(), room.head()));
            wake();
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

    void delivered(DeliveryQueue.Batch batch) {
        lock.lock();
        try {
            queue.at(clock.instant());
            queue.delivered(batch);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void returned(DeliveryQueue.Batch batch) {
        lock.lock();
        try {
            queue.returned(batch);
            wake();
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

    boolean loaded(DeliveryQueue.Load load, LogPage page) {
        lock.lock();
        try {
            var useful = queue.loaded(load, page);
            wake();
            return useful;
        } finally {
            lock.unlock();
        }
    }

    void notLoaded(DeliveryQueue.Load load) {
        lock.lock();
        try {
            queue.notLoaded(load);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void spill(boolean fromNowOn) {
        lock.lock();
        try {
            queue.spill(fromNowOn);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void keep() {
        lock.lock();
        try {
            queue.keep();
        } finally {
            lock.unlock();
        }
    }

    DeliveryQueue.Positions startSaving() {
        lock.lock();
        try {
            return queue.startSaving();
        } finally {
            lock.unlock();
        }
    }

    void saved(DeliveryQueue.Positions positions, boolean written) {
        lock.lock();
        try {
            queue.saved(positions, written);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no room is open, as long as `worthWaiting` says so, but no longer than `patience`.
    void awaitQuiet(Duration patience, BooleanSupplier worthWaiting) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = patience.toNanos();
            while (left > 0 && queue.openRooms() > 0 && worthWaiting.getAsBoolean()) {
                left = quiet.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns how the target fares.
    ///
    /// @param parked events it refused for good
    TargetStatus status(String name, TargetHealthReport health, long parked) {
        lock.lock();
        try {
            queue.at(clock.instant());
            return new TargetStatus(
                    name,
                    health,
                    queue.events(),
                    queue.bytes(),
                    queue.openRooms(),
                    queue.oldestWaiting(),
                    queue.isCatchingUp(),
                    parked);
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
            quiet.signalAll();
        }
    }
}
