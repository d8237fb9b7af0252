// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one thing a connection waits for at a time. Owned by its event loop.
final class LoopTimer {
    private final EventLoop loop;
    private @Nullable Future<?> pending;

    LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    boolean isArmed() {
        return pending != null;
    }

    /// Waits anew.
    ///
    /// @param late what happens when the time is over
    void arm(Duration patience, Runnable late) {
        disarm();
        pending =
                loop.schedule(
                        () -> {
                            pending = null;
                            late.run();
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    void disarm() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
