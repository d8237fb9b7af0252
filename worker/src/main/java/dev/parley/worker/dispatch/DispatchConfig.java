// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.time.Duration;

/// Bounds and rhythms of the dispatcher; each applies to one target.
///
/// @param requests how many requests to a target may be under way, 1 to 64
/// @param maxEvents how many events may wait in memory, 10 to 1 000 000
/// @param maxBytes how many bytes they may have together, at least 1 MiB
/// @param maxRooms of how many rooms the position is remembered in memory, at least 100
/// @param pageRows how many rows of a room are read from the table at once, 1 to 1 000
/// @param flush how often positions are written down, 10 ms to 1 min
/// @param catchUpAfter after how long a failing target gets no more room in memory, at least 1 s
/// @param searchInterval how often the tables are searched for rooms that are behind, at least 1 s
/// @param drain how long closing waits for what is under way, 0 to 1 min
public record DispatchConfig(
        int requests,
        int maxEvents,
        long maxBytes,
        int maxRooms,
        int pageRows,
        Duration flush,
        Duration catchUpAfter,
        Duration searchInterval,
        Duration drain) {
    private static final long MEBIBYTE = 1L << 20;

    /// Refuses values out of range.
    public DispatchConfig {
        between("requests", requests, 1, 64);
        between("max events", maxEvents, 10, 1_000_000);
        between("max bytes", maxBytes, MEBIBYTE, Long.MAX_VALUE);
        between("max rooms", maxRooms, 100, Integer.MAX_VALUE);
        between("page rows", pageRows, 1, 1_000);
        between("flush milliseconds", flush.toMillis(), 10, 60_000);
        between("catch-up milliseconds", catchUpAfter.toMillis(), 1_000, Integer.MAX_VALUE);
        between(
                "search interval milliseconds",
                searchInterval.toMillis(),
                1_000,
                Integer.MAX_VALUE);
        between("drain milliseconds", drain.toMillis(), 0, 60_000);
    }

    /// Returns the usual values; on a small heap a target's queue gets an eighth of it.
    public static DispatchConfig defaults() {
        var share = Runtime.getRuntime().maxMemory() / 8;
        return new DispatchConfig(
                8,
                10_000,
                Math.clamp(share, MEBIBYTE, 64 * MEBIBYTE),
                100_000,
                100,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, must be %d to %d".formatted(name, value, least, most));
        }
    }
}
