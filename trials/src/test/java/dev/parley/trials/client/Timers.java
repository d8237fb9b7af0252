// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/// Makes alarms that share one thread. Thread-safe.
final class Timers implements AutoCloseable {
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("crowd-alarms").factory();

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, THREADS);

    Timers() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// @param ring called on the thread of the alarms; must be short
    Timer alarm(Runnable ring) {
        return new Timer(executor, ring);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
