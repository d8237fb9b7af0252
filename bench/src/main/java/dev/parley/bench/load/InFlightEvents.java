// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The events under way: how many deliveries each still lacks, when it was due, and whose turn it is
/// when the last one came.
///
/// An event is complete when its publish was answered and every subscriber has it.
final class InFlightEvents implements Recipient {
    /// How many events may be under way; a power of two.
    static final int WINDOW = 1 << 12;

    private static final int MASK = WINDOW - 1;
    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final int[] lacking = new int[WINDOW];
    private final long[] due = new long[WINDOW];
    private final List<DeliveryVerifier> verifiers = new ArrayList<>();
    private final long[] published;
    private final int socketsPerChannel;
    private final Histogram latencies = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 3);
    private IntConsumer onComplete = _ -> {};
    private long recordFrom = Long.MAX_VALUE;
    private long readAt;
    private int sequence;
    private long deliveries;
    private long completed;
    private int underWay;
    private @Nullable String failure;

    InFlightEvents(LoadShape shape) {
        published = new long[shape.channels()];
        socketsPerChannel = shape.socketsPerChannel();
        for (int i = 0; i < shape.channels(); i++) {
            verifiers.add(new DeliveryVerifier(shape.socketsPerChannel(), WINDOW));
        }
    }

    @Override
    public IntConsumer eventsOf(int index) {
        var verifier = verifiers.get(index / socketsPerChannel);
        int socket = index % socketsPerChannel;
        return number -> onDelivery(verifier, socket, number);
    }

    /// Begins an event and returns its number.
    ///
    /// @param dueNanos when it should be sent, by [System#nanoTime]
    int begin(int channel, long dueNanos) {
        if (underWay == WINDOW) {
            throw new LoadException("the server is " + WINDOW + " events behind");
        }
        int next = ++sequence;
        lacking[next & MASK] = socketsPerChannel + 1;
        due[next & MASK] = dueNanos;
        published[channel]++;
        underWay++;
        return next;
    }

    /// What is in the bytes is received now.
    @Override
    public void onRead() {
        readAt = System.nanoTime();
    }

    private void onDelivery(DeliveryVerifier verifier, int socket, int number) {
        if (verifier.receive(socket, number)) {
            deliveries++;
            int slot = number & MASK;
            if (due[slot] >= recordFrom) {
                latencies.recordValue(Math.min(readAt - due[slot], LONGEST_NANOS));
            }
            settle(slot, number);
        }
    }

    void onAnswer(int number) {
        settle(number & MASK, number);
    }

    private void settle(int slot, int number) {
        if (--lacking[slot] == 0) {
            completed++;
            underWay--;
            onComplete.accept(number);
        }
    }

    /// Sets who is told the number of each completed event.
    void onComplete(IntConsumer listener) {
        onComplete = listener;
    }

    /// Records the latencies of events due from now on, and forgets those before.
    void recordFrom(long nanos) {
        latencies.reset();
        recordFrom = nanos;
    }

    Histogram latencies() {
        return latencies.copy();
    }

    Progress progress() {
        return new Progress(System.nanoTime(), deliveries, completed);
    }

    int underWay() {
        return underWay;
    }

    /// Returns what the server did wrong; meaningful when nothing is under way.
    Faults faults() {
        var sum = Faults.NONE;
        for (int i = 0; i < published.length; i++) {
            sum = sum.plus(verifiers.get(i).faults(published[i]));
        }
        return sum;
    }

    /// Notes the first thing that makes the measurement worthless.
    @Override
    public void fail(String why) {
        if (failure == null) {
            failure = why;
        }
    }

    @Nullable String failure() {
        return failure;
    }
}
