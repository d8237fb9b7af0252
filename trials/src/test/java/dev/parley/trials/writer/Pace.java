// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// When one writer writes next. For one thread.
///
/// Who could not write for a while does not make up for all of it: a fleet that was held up goes on at
/// its rate.
final class Pace {
    private static final long MOST_BEHIND_NANOS = Duration.ofSeconds(1).toNanos();

    private final long everyNanos;
    private final CountDownLatch stopping;
    private long nextNanos = System.nanoTime();

    /// @param perSecond turns a second
    /// @param stopping ends the waiting
    Pace(double perSecond, CountDownLatch stopping) {
        this.everyNanos = (long) (Duration.ofSeconds(1).toNanos() / perSecond);
        this.stopping = stopping;
    }

    /// Waits for the next turn.
    ///
    /// @return false when there is none any more
    boolean awaitTurn() throws InterruptedException {
        var now = System.nanoTime();
        nextNanos = Math.max(nextNanos + everyNanos, now - MOST_BEHIND_NANOS);
        return !stopping.await(nextNanos - now, TimeUnit.NANOSECONDS);
    }
}
