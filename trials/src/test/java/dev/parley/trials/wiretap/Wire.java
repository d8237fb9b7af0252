// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One way through the proxy and what it suffers. Any thread may change that; those that carry bytes
/// wait here for their turn and are woken by a change.
final class Wire {
    /// A slow line passes on portions this many times a second, so that its rate is even.
    private static final int PORTIONS_PER_SECOND = 50;

    private final ProxyStats stats;

    @GuardedBy("this")
    private List<Fault> faults = List.of();

    /// When the slow line will have carried all it was given.
    @GuardedBy("this")
    private long freeAtNanos;

    Wire(ProxyStats stats) {
        this.stats = stats;
    }

    synchronized void suffer(List<Fault> now) {
        faults = List.copyOf(now);
        freeAtNanos = System.nanoTime();
        notifyAll();
    }

    synchronized <F extends Fault> Optional<F> find(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /// Waits as long as there is a hole.
    synchronized void awaitPassage() throws InterruptedException {
        if (find(Fault.Hole.class).isPresent()) {
            stats.count(ProxyEvent.HELD);
        }
        while (find(Fault.Hole.class).isPresent()) {
            wait();
        }
    }

    /// Waits until what came in at a time may come out.
    synchronized void awaitLatency(long arrivedNanos) throws InterruptedException {
        var delayed = false;
        for (var left = left(arrivedNanos); left > 0; left = left(arrivedNanos)) {
            delayed = true;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (delayed) {
            stats.count(ProxyEvent.DELAYED);
        }
    }

    /// Returns how many bytes to pass on at once.
    ///
    /// @param most how many there are
    synchronized int portion(int most) {
        var bytes = find(Fault.Slices.class).map(Fault.Slices::bytes).orElse(most);
        var carried =
                find(Fault.Rate.class)
                        .map(rate -> Math.max(1, rate.bytesPerSecond() / PORTIONS_PER_SECOND))
                        .orElse((long) most);
        return (int) Math.min(Math.min(bytes, carried), most);
    }

    /// Waits until a slow line has carried all before, and these bytes.
    synchronized void awaitLine(int bytes) throws InterruptedException {
        var rate = find(Fault.Rate.class);
        if (rate.isEmpty()) {
            return;
        }
        var nanos = TimeUnit.SECONDS.toNanos(bytes) / rate.get().bytesPerSecond();
        var turn = Math.max(freeAtNanos, System.nanoTime()) + nanos;
        freeAtNanos = turn;
        stats.count(ProxyEvent.THROTTLED);
        while (find(Fault.Rate.class).equals(rate) && turn > System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, turn - System.nanoTime());
        }
    }

    @GuardedBy("this")
    private long left(long arrivedNanos) {
        var latency = find(Fault.Latency.class).map(Fault.Latency::time).orElse(Duration.ZERO);
        return arrivedNanos + latency.toNanos() - System.nanoTime();
    }
}
