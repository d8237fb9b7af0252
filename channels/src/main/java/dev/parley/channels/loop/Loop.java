// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.meter.ServerMeters;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One event loop of the server. [#taskQueue()] is for any thread; everything else belongs to the
/// loop.
public final class Loop {
    private final EventLoop executor;
    private final LoopTaskQueue taskQueue;
    private final Sweeper sweeper = new Sweeper();
    private final SecureRandom random = new SecureRandom();

    /// @param executor the event loop
    /// @param allocator where its buffers come from
    /// @param meters where its deliveries are counted
    public Loop(EventLoop executor, ByteBufAllocator allocator, ServerMeters meters) {
        this.executor = executor;
        this.taskQueue = new LoopTaskQueue(executor, allocator, meters);
    }

    /// Begins to sweep; ends with the event loop.
    public void start(Duration sweepInterval) {
        long nanos = sweepInterval.toNanos();
        // With a fixed delay, not a fixed rate: after the process was paused, a burst of late
        // sweeps would take every client for silent.
        var _ = executor.scheduleWithFixedDelay(sweeper::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// Drains the loop: sends every connection away. Any thread may call.
    ///
    /// @param window the time over which they are told; zero for all at once
    public void drain(Duration window) {
        taskQueue.call(() -> new GracefulDrain(this, window).next());
    }

    /// Makes every connection look at the memory it holds. Any thread may call.
    public void press(MemoryPressure pressure) {
        taskQueue.call(() -> sweeper.press(pressure));
    }

    /// Returns the event loop.
    public EventLoop executor() {
        return executor;
    }

    /// Returns the way to the loop from other threads.
    public LoopTaskQueue taskQueue() {
        return taskQueue;
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
