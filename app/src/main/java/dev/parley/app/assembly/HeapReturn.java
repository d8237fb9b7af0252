package dev.parley.app.assembly;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Gives memory back to the system after many connections have gone. The serial collector shrinks
/// the heap in a full collection only, and a server that has become quiet never asks for one.
///
/// A collection stops the server for some tens of milliseconds, so it is made only when more than
/// half of the connections have gone, and no more are going.
final class HeapReturn implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// Fewer connections than this are not worth the pause: a megabyte or two.
    private static final int WORTHWHILE = 1_000;

    private final IntSupplier connections;
    private final Runnable collect;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("heap-return").factory());

    /// The most connections since the last collection, and those at the last look.
    private int most;

    private int before;

    /// @param connections how many there are
    /// @param collect collects everything
    HeapReturn(IntSupplier connections, Runnable collect) {
        this.connections = connections;
        this.collect = collect;
    }

    /// Begins to look.
    static HeapReturn watching(IntSupplier connections) {
        var watching = new HeapReturn(connections, System::gc);
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
        int now = connections.getAsInt();
        most = Math.max(most, now);
        if (most - now >= WORTHWHILE && now < most / 2 && now >= before) {
            collect.run();
            most = now;
        }
        before = now;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
