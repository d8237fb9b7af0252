// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;

/// Lets a number of log lines through in each second and counts the rest. Thread-safe.
final class LineLimit {
    /// The most lines in one second.
    static final int LINES = 20;

    private static final int SECOND_MILLIS = 1_000;

    private final InstantSource clock;

    @GuardedBy("this")
    private long windowMillis;

    @GuardedBy("this")
    private int lines;

    @GuardedBy("this")
    private long suppressed;

    /// @param clock measures the second
    LineLimit(InstantSource clock) {
        this.clock = clock;
        this.windowMillis = clock.millis();
    }

    /// Returns whether a line may be written; one that may not is counted.
    synchronized boolean isDue() {
        if (lines < LINES) {
            lines++;
            return true;
        }
        suppressed++;
        return false;
    }

    /// Begins a new second when one is over and returns how many lines the old one left out.
    synchronized long takeSuppressed() {
        long now = clock.millis();
        if (Math.abs(now - windowMillis) < SECOND_MILLIS) {
            return 0;
        }
        windowMillis = now;
        lines = 0;
        long count = suppressed;
        suppressed = 0;
        return count;
    }
}
