// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Gives memory back to the system after a rush. The serial collector shrinks the heap in a full collection
/// only, and a server that has become quiet never asks for one.
///
/// A collection stops the server for some tens of milliseconds, so it is made only when there is something
/// to give back and nobody is kept waiting: when more than half of the connections have gone and no more are
/// going, or when a server that collected often has hardly done so for a minute.
final class IdleGc implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// Fewer connections than this are not worth the pause: a megabyte or two.
    private static final int WORTHWHILE = 1_000;

    /// Fewer collections than this let the heap grow by little.
    private static final long RUSH = 20;

    /// A minute in which the young generation was filled once at most is quiet.
    private static final int QUIET_LOOKS = 12;

    private static final long QUIET_COLLECTIONS = 1;

    private final IntSupplier connections;
    private final LongSupplier collections;
    private final Runnable collect;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("heap-return").factory());

    /// The most connections since memory was given back, and those at the last look.
    private int most;

    private int before;

    /// The collections that were made when memory was given back.
    private long returned;

    /// The collections that were made when the present quiet began, and how many looks ago that was.
    private long quiet;

    private int looks;

    /// @param connections how many there are
    /// @param collections how many were made since the start
    /// @param collect collects everything
    IdleGc(IntSupplier connections, LongSupplier collections, Runnable collect) {
        this.connections = connections;
        this.collections = collections;
        this.collect = collect;
    }

    /// Begins to look.
    static IdleGc watching(IntSupplier connections) {
        var collectors = ManagementFactory.getGarbageCollectorMXBeans();
        var watching =
                new IdleGc(
                        connections,
                        () ->
                                collectors.stream()
                                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                                        .sum(),
                        System::gc);
        var _ =
                watching.timer.scheduleWithFixedDelay(
                        watching::look,
                        INTERVAL.toMillis(),
                        INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
        return watching;
    }

    /// Looks once.
    void look() {
        var gone = haveConnectionsGone();
        var over = isRushOver();
        if (gone || over) {
            collect.run();
            most = before;
            returned = collections.getAsLong();
        }
    }

    private boolean haveConnectionsGone() {
        int now = connections.getAsInt();
        most = Math.max(most, now);
        var gone = most - now >= WORTHWHILE && now < most / 2 && now >= before;
        before = now;
        return gone;
    }

    private boolean isRushOver() {
        long now = collections.getAsLong();
        looks++;
        if (now - quiet > QUIET_COLLECTIONS) {
            quiet = now;
            looks = 0;
        }
        return looks >= QUIET_LOOKS && now - returned >= RUSH;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
