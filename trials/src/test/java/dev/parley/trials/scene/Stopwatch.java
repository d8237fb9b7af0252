package dev.parley.trials.scene;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.trials.fault.Timeline;
import dev.parley.worker.retry.Rest;
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
    private final Rest rest = Rest.realTime();

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
        while (recorder.count() == before) {
            if (since(began).compareTo(PATIENCE) > 0) {
                throw new AssertionError(
                        "nothing is published for %s after %s".formatted(PATIENCE, after));
            }
            rest.rest(LOOK);
        }
        var recovery = new Recovery(after, since(began), bound);
        timeline.note(recovery.toString());
        synchronized (this) {
            recoveries.add(recovery);
        }
        return recovery.took();
    }

    /// Fails when a recovery took too long.
    synchronized void requireInTime() {
        var late = recoveries.stream().filter(recovery -> !recovery.isInTime()).toList();
        if (!late.isEmpty()) {
            throw new AssertionError("too late: " + late);
        }
    }

    private int awaitQuiet() throws InterruptedException {
        var before = recorder.count();
        var since = System.nanoTime();
        while (since(since).compareTo(QUIET) < 0) {
            rest.rest(LOOK);
            var now = recorder.count();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
        }
        return before;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
