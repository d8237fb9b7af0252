// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Lets a number of log lines through in each second; then one line tells how many were left out. Thread-safe.
final class LineLimit {
    /// The most lines in one second.
    static final int LINES = 20;

    private static final int SECOND_MILLIS = 1_000;

    private final Logger log;
    private final Level level;
    private final String message;
    private final InstantSource clock;

    @GuardedBy("this")
    private long windowMillis;

    @GuardedBy("this")
    private int lines;

    @GuardedBy("this")
    private long suppressed;

    /// @param log gets the line about those left out
    /// @param level its level
    /// @param message its text
    /// @param clock measures the second
    LineLimit(Logger log, Level level, String message, InstantSource clock) {
        this.log = log;
        this.level = level;
        this.message = message;
        this.clock = clock;
        this.windowMillis = clock.millis();
    }

    /// Returns whether a line may be written; one that may not is counted.
    boolean isDue() {
        reportSuppressed();
        synchronized (this) {
            if (lines < LINES) {
                lines++;
                return true;
            }
            suppressed++;
            return false;
        }
    }

    /// Tells of lines left out, when the second they fell into is over.
    void reportSuppressed() {
        long count = endOfWindow();
        if (count > 0) {
            log.atLevel(level).addKeyValue("suppressed", count).log(message);
        }
    }

    /// Begins a new second when one is over and returns how many lines the old one left out.
    private synchronized long endOfWindow() {
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
