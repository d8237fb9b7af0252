// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import org.HdrHistogram.Histogram;

/// How late the counted messages of a measurement were.
///
/// @param sinceCommit nanoseconds from COMMIT answered to received; none when it came before the answer
/// @param sinceInsert nanoseconds from the insert sent to received
record Lateness(Histogram sinceCommit, Histogram sinceInsert) {
    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    /// Compares what was committed with what was received, which is every message.
    ///
    /// @param first the first message that counts, from 0
    static Lateness of(MessageTimes times, ReceivedMessages received, int first) {
        var sinceCommit = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 3);
        var sinceInsert = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 3);
        for (var message = first; message < times.messages(); message++) {
            var at = received.receivedAt(message);
            sinceCommit.recordValue(Math.max(0, at - times.committedAt(message)));
            sinceInsert.recordValue(at - times.sentAt(message));
        }
        return new Lateness(sinceCommit, sinceInsert);
    }
}
