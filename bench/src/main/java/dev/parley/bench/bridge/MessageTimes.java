// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

/// When each message was due, sent and committed, by [System#nanoTime].
///
/// A message is noted by the one thread that writes it, and read when that thread has ended.
final class MessageTimes {
    private final long[] sent;
    private final long[] committed;

    MessageTimes(int messages) {
        sent = new long[messages];
        committed = new long[messages];
    }

    void sent(int message, long nanos) {
        sent[message] = nanos;
    }

    void committed(int message, long nanos) {
        committed[message] = nanos;
    }

    /// Returns when the insert was sent.
    long sentAt(int message) {
        return sent[message];
    }

    /// Returns when COMMIT was answered.
    long committedAt(int message) {
        return committed[message];
    }

    int messages() {
        return committed.length;
    }
}
