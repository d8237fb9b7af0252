// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Something to be done later, unless it is cleared or set anew. Thread-safe.
final class Timer {
    private final ScheduledExecutorService executor;
    private final Runnable ring;

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> due;

    Timer(ScheduledExecutorService executor, Runnable ring) {
        this.executor = executor;
        this.ring = ring;
    }

    synchronized void set(Duration wait) {
        clear();
        try {
            due = executor.schedule(this::ring, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // the crowd is leaving
        }
    }

    synchronized void clear() {
        if (due != null) {
            due.cancel(false);
            due = null;
        }
    }

    synchronized boolean isSet() {
        return due != null;
    }

    private void ring() {
        synchronized (this) {
            due = null;
        }
        ring.run();
    }
}
