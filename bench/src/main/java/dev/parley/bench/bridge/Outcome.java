package dev.parley.bench.bridge;

import org.HdrHistogram.Histogram;

/// How late the counted messages of a measurement were.
///
/// @param sinceCommit nanoseconds from COMMIT answered to received; none when it came before the answer
/// @param sinceInsert nanoseconds from the insert sent to received
/// @param missing how many have not come; they count with their age, so the real values are larger
record Outcome(Histogram sinceCommit, Histogram sinceInsert, int missing) {
    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    /// Compares what was committed with what was received.
    ///
    /// @param first the first message that counts, from 0
    /// @param now by [System#nanoTime]
    static Outcome of(Journal journal, Arrivals arrivals, int first, long now) {
        var sinceCommit = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 3);
        var sinceInsert = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 3);
        var missing = 0;
        for (var message = first; message < journal.messages(); message++) {
            var received = arrivals.receivedAt(message);
            if (received == 0) {
                missing++;
                received = now;
            }
            sinceCommit.recordValue(Math.max(0, received - journal.committedAt(message)));
            sinceInsert.recordValue(received - journal.sentAt(message));
        }
        return new Outcome(sinceCommit, sinceInsert, missing);
    }
}
