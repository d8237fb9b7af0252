// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A semaphore that no requester can exhaust. Thread-safe.
///
/// A permit that comes free goes to the network that was served longest ago, there to the person who
/// was, and for one person in the order of arrival. Nobody holds more than the [Shares] say, however
/// many are free, so a newcomer does not wait for others to finish.
public final class FairSemaphore {
    private static final Comparator<Waiter> BY_TURN =
            Comparator.comparingLong((Waiter waiter) -> waiter.network.servedAt)
                    .thenComparingLong(waiter -> waiter.person.servedAt);

    private final Shares shares;

    @GuardedBy("this")
    private final List<Waiter> waiting = new ArrayList<>();

    @GuardedBy("this")
    private final Map<Requester, Usage> people = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, Usage> networks = new HashMap<>();

    @GuardedBy("this")
    private int free;

    @GuardedBy("this")
    private long turn;

    /// Makes a semaphore whose permits are all free.
    public FairSemaphore(Shares shares) {
        this.shares = shares;
        this.free = shares.permits();
    }

    /// Waits for a permit.
    ///
    /// @return the permit, to be closed
    /// @throws OverShareException when none came in time, or too many wait already
    public Permit acquire(Requester who) {
        var waiter = enqueue(who);
        try {
            if (waiter.granted.await(shares.patience().toNanos(), TimeUnit.NANOSECONDS)
                    || !giveUp(waiter)) {
                return () -> release(waiter);
            }
            throw new OverShareException(isOverShare(waiter));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!giveUp(waiter)) {
                release(waiter);
            }
            throw new OverShareException(false);
        }
    }

    /// Returns how many wait.
    synchronized int waiting() {
        return waiting.size();
    }

    /// Returns how many requesters it remembers.
    synchronized int remembered() {
        return people.size();
    }

    private synchronized Waiter enqueue(Requester who) {
        var person = people.getOrDefault(who, new Usage());
        var network = networks.getOrDefault(who.network(), new Usage());
        if (person.waiting >= shares.waitingPerPerson()
                || network.waiting >= shares.waitingPerNetwork()) {
            throw new OverShareException(true);
        }
        people.put(who, person);
        networks.put(who.network(), network);
        var waiter = new Waiter(who, person, network, new CountDownLatch(1));
        person.waiting++;
        network.waiting++;
        waiting.add(waiter);
        grant();
        return waiter;
    }

    @GuardedBy("this")
    private void grant() {
        while (free > 0) {
            var next = waiting.stream().filter(this::mayHold).min(BY_TURN);
            if (next.isEmpty()) {
                return;
            }
            var waiter = next.get();
            dequeue(waiter);
            free--;
            turn++;
            waiter.person.take(turn);
            waiter.network.take(turn);
            waiter.granted.countDown();
        }
    }

    private boolean mayHold(Waiter waiter) {
        return waiter.who.trusted()
                || (waiter.person.held < shares.perPerson()
                        && waiter.network.held < shares.perNetwork());
    }

    /// Returns false when the permit was granted after all.
    private synchronized boolean giveUp(Waiter waiter) {
        if (waiter.granted.getCount() == 0) {
            return false;
        }
        dequeue(waiter);
        forget(waiter);
        return true;
    }

    private synchronized boolean isOverShare(Waiter waiter) {
        return !mayHold(waiter);
    }

    private synchronized void release(Waiter waiter) {
        free++;
        waiter.person.held--;
        waiter.network.held--;
        forget(waiter);
        grant();
    }

    @GuardedBy("this")
    private void dequeue(Waiter waiter) {
        waiting.remove(waiter);
        waiter.person.waiting--;
        waiter.network.waiting--;
    }

    /// Only those who hold or wait are remembered, so memory is bounded by them.
    @GuardedBy("this")
    private void forget(Waiter waiter) {
        if (waiter.person.isIdle()) {
            people.remove(waiter.who);
        }
        if (waiter.network.isIdle()) {
            networks.remove(waiter.who.network());
        }
    }

    /// The right to go on, until it is closed.
    @FunctionalInterface
    public interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /// What one person or one network has of it.
    private static final class Usage {
        private int held;
        private int waiting;
        private long servedAt;

        void take(long turn) {
            held++;
            servedAt = turn;
        }

        boolean isIdle() {
            return held == 0 && waiting == 0;
        }
    }

    /// A request in the queue. Compared by identity, for a record's equality would be that of its
    /// requester.
    private static final class Waiter {
        private final Requester who;
        private final Usage person;
        private final Usage network;
        private final CountDownLatch granted;

        Waiter(Requester who, Usage person, Usage network, CountDownLatch granted) {
            this.who = who;
            this.person = person;
            this.network = network;
            this.granted = granted;
        }
    }
}
