// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.load.Faults;
import dev.parley.bench.load.Recipient;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// When each message was received, and whether each room's came once and in the order they were
/// committed.
///
/// One thread notes receipts; others may ask for [#count], and for the rest once that has stopped
/// growing. A message has its number, from 1, in its text; the numbers of a room rise as it is written
/// by one writer.
final class ReceivedMessages implements Recipient {
    private final long[] receivedAt;
    private final int[] lastOfRoom;
    private final AtomicInteger count = new AtomicInteger();
    private long duplicated;
    private long reordered;
    private long readAt;
    private volatile @Nullable String failure;

    ReceivedMessages(int messages, int rooms) {
        receivedAt = new long[messages];
        lastOfRoom = new int[rooms];
    }

    /// Notes a receipt.
    ///
    /// @param number of the message, from 1
    /// @param nanos the moment, by [System#nanoTime]
    void received(int number, long nanos) {
        var message = number - 1;
        if (receivedAt[message] != 0) {
            duplicated++;
            return;
        }
        receivedAt[message] = nanos;
        var room = message % lastOfRoom.length;
        if (number < lastOfRoom[room]) {
            reordered++;
        } else {
            lastOfRoom[room] = number;
        }
        count.incrementAndGet(); // last: it makes the rest visible to other threads
    }

    /// Returns how many messages have come.
    int count() {
        return count.get();
    }

    /// Returns when a message came, 0 for never.
    long receivedAt(int message) {
        return receivedAt[message];
    }

    /// Returns what went wrong so far; what has not come counts as lost.
    Faults faults() {
        return new Faults(receivedAt.length - count(), duplicated, reordered);
    }

    /// Returns why the measurement is worthless, null if it is not.
    @Nullable String failure() {
        return failure;
    }

    @Override
    public IntConsumer eventsOf(int socket) {
        return number -> received(number, readAt);
    }

    @Override
    public void onRead() {
        readAt = System.nanoTime();
    }

    @Override
    public void fail(String why) {
        failure = why;
    }
}
