// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

import dev.parley.database.DatabaseUrl;
import dev.parley.trials.checker.Written;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Writers at work, each on a virtual thread of its own, until [#stop]. Thread-safe.
public final class WriterFleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Account account = new Account();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads;

    private WriterFleet(DatabaseUrl url, Rooms rooms, FleetPlan plan) {
        var random = new Random(plan.seed());
        this.threads =
                IntStream.range(0, plan.writers())
                        .mapToObj(i -> {
                            var writer =
                                    new Writer(
                                            url,
                                            rooms,
                                            plan.metadataBytes(),
                                            new Random(random.nextLong()),
                                            new Pace(
                                                    (double) plan.perSecond() / plan.writers(),
                                                    stopping),
                                            account);
                            return Thread.ofVirtual().name("writer-" + i).unstarted(writer);
                        })
                        .toList();
    }

    /// Starts writers.
    ///
    /// @param url the database, as a role that may write for others
    public static WriterFleet start(DatabaseUrl url, Rooms rooms, FleetPlan plan) {
        var fleet = new WriterFleet(url, rooms, plan);
        fleet.threads.forEach(Thread::start);
        return fleet;
    }

    /// Returns how many messages have been accepted so far.
    public int accepted() {
        return account.acceptedCount();
    }

    /// Waits until so many more messages have been accepted.
    public void awaitMore(int messages) {
        var enough = accepted() + messages;
        Awaitility.await("%d more accepted messages".formatted(messages))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepted() >= enough);
    }

    /// Lets every writer finish its message; returns what became of all of them.
    public Written stop() {
        stopping.countDown();
        try {
            for (var thread : threads) {
                if (!thread.join(PATIENCE)) {
                    throw new IllegalStateException("a writer does not end: " + thread);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return account.written();
    }

    @Override
    public void close() {
        stopping.countDown();
        threads.forEach(Thread::interrupt);
    }
}
