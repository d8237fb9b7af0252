// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many connections a server has and may have. Thread-safe.
///
/// A few more than the limit are let in, so that they can be told why they must go.
public final class Capacity {
    private static final int LEAST_RESERVE = 16;
    private static final int RESERVE_SHARE = 20;

    private final int reserve;
    private final int places;
    private final Semaphore free;
    private volatile boolean stopping;

    /// @param connections the limit
    public Capacity(int connections) {
        this.reserve = Math.max(LEAST_RESERVE, connections / RESERVE_SHARE);
        this.places = connections + reserve;
        this.free = new Semaphore(places);
    }

    /// Takes a connection in, or says that not even a refusal is affordable.
    public boolean enter() {
        return free.tryAcquire();
    }

    /// Lets a connection out that was taken in.
    public void leave() {
        free.release();
    }

    /// Returns how many connections there are.
    public int connections() {
        return places - free.availablePermits();
    }

    /// Returns whether there are more connections than the limit.
    public boolean isExceeded() {
        return free.availablePermits() < reserve;
    }

    /// Lets no more in that want to stay.
    public void stop() {
        stopping = true;
    }

    /// Returns whether those that come must leave at once, because the server stops.
    public boolean isStopping() {
        return stopping;
    }

    /// Waits until every connection is gone.
    ///
    /// @return false if they were not in time
    public boolean awaitEmpty(Duration timeout) throws InterruptedException {
        if (!free.tryAcquire(places, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(places);
        return true;
    }
}
