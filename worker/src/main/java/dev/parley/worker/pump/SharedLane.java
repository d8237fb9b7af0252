package dev.parley.worker.pump;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.Receipt;
import dev.parley.worker.delivery.TargetHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A [Lane] that many threads share: one lock, never held during I/O, and waiting for what is due.
/// Any thread may call any method.
final class SharedLane {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sendable = lock.newCondition();
    private final Condition loadable = lock.newCondition();
    private final Condition quiet = lock.newCondition();

    private final InstantSource clock;

    @GuardedBy("lock")
    private final Lane lane;

    SharedLane(int batchEvents, PumpConfig config, InstantSource clock) {
        this.clock = clock;
        this.lane = new Lane(batchEvents, config.maxEvents(), config.maxBytes(), config.maxRooms());
    }

    void enter(String epoch) {
        lock.lock();
        try {
            lane.enter(epoch);
        } finally {
            lock.unlock();
        }
    }

    void offer(NumberedEvent event, Receipt receipt) {
        lock.lock();
        try {
            lane.at(clock.instant());
            lane.offer(event, receipt);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void behind(List<Change.Behind> rooms) {
        lock.lock();
        try {
            lane.at(clock.instant());
            rooms.forEach(room -> lane.behind(room.room(), room.head()));
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next request.
    Lane.Batch takeBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var batch = lane.nextBatch();
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

    void delivered(Lane.Batch batch) {
        lock.lock();
        try {
            lane.at(clock.instant());
            lane.delivered(batch);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void returned(Lane.Batch batch) {
        lock.lock();
        try {
            lane.returned(batch);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for rooms to read.
    ///
    /// @param most how many
    List<Lane.Load> takeLoads(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var loads = lane.nextLoads(most);
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

    boolean loaded(Lane.Load load, Page page) {
        lock.lock();
        try {
            var useful = lane.loaded(load, page);
            wake();
            return useful;
        } finally {
            lock.unlock();
        }
    }

    void notLoaded(Lane.Load load) {
        lock.lock();
        try {
            lane.notLoaded(load);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void spill(boolean fromNowOn) {
        lock.lock();
        try {
            lane.spill(fromNowOn);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void keep() {
        lock.lock();
        try {
            lane.keep();
        } finally {
            lock.unlock();
        }
    }

    Lane.Positions startSaving() {
        lock.lock();
        try {
            return lane.startSaving();
        } finally {
            lock.unlock();
        }
    }

    void saved(Lane.Positions positions, boolean written) {
        lock.lock();
        try {
            lane.saved(positions, written);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no room is open, as long as `worthWaiting` says so, but no longer than `patience`.
    void awaitQuiet(Duration patience, BooleanSupplier worthWaiting) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = patience.toNanos();
            while (left > 0 && lane.openRooms() > 0 && worthWaiting.getAsBoolean()) {
                left = quiet.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns how the target fares.
    ///
    /// @param parked events it refused for good
    TargetStatus status(String name, TargetHealth health, long parked) {
        lock.lock();
        try {
            lane.at(clock.instant());
            return new TargetStatus(
                    name,
                    health,
                    lane.events(),
                    lane.bytes(),
                    lane.openRooms(),
                    lane.oldestWaiting(),
                    lane.isCatchingUp(),
                    parked);
        } finally {
            lock.unlock();
        }
    }

    /// Wakes one thread for each kind of work that is due; it wakes the next when it takes some.
    @GuardedBy("lock")
    private void wake() {
        if (lane.isSendDue()) {
            sendable.signal();
        }
        if (lane.isLoadDue()) {
            loadable.signal();
        }
        if (lane.openRooms() == 0) {
            quiet.signalAll();
        }
    }
}
