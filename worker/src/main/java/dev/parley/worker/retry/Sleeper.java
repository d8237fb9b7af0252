// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for a time to pass.
@FunctionalInterface
public interface Sleeper {
    /// Blocks for `time`.
    ///
    /// @throws InterruptedException when the thread is interrupted, the way to end a rest early
    void rest(Duration time) throws InterruptedException;

    /// Returns a rest in real time.
    static Sleeper realTime() {
        var never = new CountDownLatch(1);
        return time -> {
            // it never opens, so this is false: the time has passed
            var _ = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
        };
    }
}
