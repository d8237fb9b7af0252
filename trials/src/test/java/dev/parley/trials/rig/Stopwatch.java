// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.fault.Timeline;
import dev.parley.trials.node.Node;
import dev.parley.trials.pusher.Recorder;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures recoveries and notes them on the timeline. Thread-safe.
final class Stopwatch {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Recorder recorder;
    private final Timeline timeline;
    private final Sleeper sleeper = Sleeper.realTime();

    @GuardedBy("this")
    private final List<Recovery> recoveries = new ArrayList<>();

    Stopwatch(Recorder recorder, Timeline timeline) {
        this.recorder = recorder;
        this.timeline = timeline;
    }

    /// Waits until what was on its way has arrived, ends a fault, and measures until the next arrival.
    Duration recover(String after, Duration bound, Runnable end) throws InterruptedException {
        var before = awaitQuiet();
        end.run();
        var began = System.nanoTime();
        awaitArrival(after, before);
        return note(new Recovery(after, since(began), bound));
    }

    /// Ends a worker, and measures until its heir captures changes and something arrives that only the heir can
    /// have published.
    String takeOver(String after, Duration bound, Fault end, Node heir) throws Exception {
        var began = System.nanoTime();
        var proof = end.happen();
        heir.awaitReady();
        awaitArrival(after, recorder.logCount());
        note(new Recovery(after, since(began), bound));
        return proof;
    }

    /// Fails when a recovery took too long.
    synchronized void requireInTime() {
        var late = recoveries.stream().filter(recovery -> !recovery.isInTime()).toList();
        if (!late.isEmpty()) {
            throw new AssertionError("too late: " + late);
        }
    }

    private long awaitQuiet() throws InterruptedException {
        var began = System.nanoTime();
        var before = recorder.logCount();
        var since = began;
        while (since(since).compareTo(QUIET) < 0) {
            sleeper.rest(LOOK);
            var now = recorder.logCount();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
            if (since(began).compareTo(PATIENCE) > 0) {
                throw new AssertionError("something is published all the time, for " + PATIENCE);
            }
        }
        return before;
    }

    private void awaitArrival(String after, long before) throws InterruptedException {
        var began = System.nanoTime();
        while (recorder.logCount() == before) {
            if (since(began).compareTo(PATIENCE) > 0) {
                throw new AssertionError(
                        "nothing is published for %s after %s".formatted(PATIENCE, after));
            }
            sleeper.rest(LOOK);
        }
    }

    private synchronized Duration note(Recovery recovery) {
        timeline.note(recovery.toString());
        recoveries.add(recovery);
        return recovery.took();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
