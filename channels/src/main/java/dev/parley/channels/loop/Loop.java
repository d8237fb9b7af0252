package dev.parley.channels.loop;

import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.room.Mailbox;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One event loop of the server. [#mailbox()] is for any thread; everything else belongs to the
/// loop.
public final class Loop {
    private final EventExecutor executor;
    private final Mailbox mailbox;
    private final Sweeper sweeper = new Sweeper();
    private final SecureRandom random = new SecureRandom();

    /// @param executor the event loop
    /// @param allocator where its buffers come from
    /// @param meters where its deliveries are counted
    public Loop(EventExecutor executor, ByteBufAllocator allocator, ServerMeters meters) {
        this.executor = executor;
        this.mailbox = new Mailbox(executor, allocator, meters);
    }

    /// Begins to sweep; ends with the event loop.
    public void start(Duration sweepInterval) {
        long nanos = sweepInterval.toNanos();
        // With a fixed delay, not a fixed rate: after the process was paused, a burst of late
        // sweeps
        // would take every client for silent.
        var _ = executor.scheduleWithFixedDelay(sweeper::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// Sends every connection away. Any thread may call.
    ///
    /// @param window the time over which they are told; zero for all at once
    public void sendAway(Duration window) {
        mailbox.call(() -> new Farewell(this, window).next());
    }

    /// Makes every connection look at the memory it holds. Any thread may call.
    public void press() {
        mailbox.call(sweeper::press);
    }

    /// Returns the event loop.
    public EventExecutor executor() {
        return executor;
    }

    /// Returns the way to the loop from other threads.
    public Mailbox mailbox() {
        return mailbox;
    }

    /// Returns what watches the loop's connections.
    public Sweeper sweeper() {
        return sweeper;
    }

    /// Returns a strong source of random numbers.
    public SecureRandom random() {
        return random;
    }
}
