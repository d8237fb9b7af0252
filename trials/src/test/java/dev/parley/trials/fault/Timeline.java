// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to go wrong in a run and when, and what did. Thread-safe.
///
/// Faults are planned first, each at a time after the start; [#run] brings them about one after the
/// other on the caller's thread. One that takes longer than until the next delays it. Other things
/// worth knowing, such as how long a recovery took, are noted between.
public final class Timeline {
    private final String name;
    private final long seed;
    private final Sleeper sleeper;

    @GuardedBy("this")
    private final List<Planned> planned = new ArrayList<>();

    @GuardedBy("this")
    private final List<String> happened = new ArrayList<>();

    @GuardedBy("this")
    private final List<String> missing = new ArrayList<>();

    @GuardedBy("this")
    private long startNanos = System.nanoTime();

    private record Planned(Duration at, String what, Fault fault) {}

    Timeline(String name, long seed, Sleeper sleeper) {
        this.name = name;
        this.seed = seed;
        this.sleeper = sleeper;
    }

    /// Returns a timeline on which nothing is planned.
    ///
    /// @param name of the run
    /// @param seed what decides everything random in the run
    public static Timeline of(String name, long seed) {
        return new Timeline(name, seed, Sleeper.realTime());
    }

    /// Returns what decides everything random in the run.
    public long seed() {
        return seed;
    }

    /// Plans a fault some time after the one before it is over.
    public synchronized Timeline then(Duration pause, String what, Fault fault) {
        var before = planned.isEmpty() ? Duration.ZERO : planned.getLast().at();
        return at(
                before,
                what,
                () -> {
                    sleeper.rest(pause);
                    return fault.happen();
                });
    }

    /// Plans a fault.
    ///
    /// @param at how long after the start of [#run]; not before those planned already
    public synchronized Timeline at(Duration at, String what, Fault fault) {
        if (!planned.isEmpty() && at.compareTo(planned.getLast().at()) < 0) {
            throw new IllegalArgumentException(what + " is planned before " + planned.getLast());
        }
        planned.add(new Planned(at, what, fault));
        return this;
    }

    /// Brings about what was planned, whatever became of the faults before.
    public void run() throws InterruptedException {
        for (var next : begin()) {
            var left = next.at().minus(elapsed());
            if (left.isPositive()) {
                sleeper.rest(left);
            }
            happen(next);
        }
    }

    /// Writes down something that happened now.
    public synchronized void note(String what) {
        happened.add("%8.3f s  %s".formatted(elapsed().toMillis() / 1000.0, what));
    }

    /// Returns the faults that were planned and did not happen.
    public synchronized List<String> missing() {
        return Stream.concat(missing.stream(), planned.stream().map(Planned::what)).toList();
    }

    /// Returns the seed and everything that happened, for a person to read.
    @Override
    public synchronized String toString() {
        return happened.stream()
                .collect(Collectors.joining("\n  ", name + ", seed " + seed + "\n  ", ""));
    }

    private synchronized List<Planned> begin() {
        startNanos = System.nanoTime();
        return List.copyOf(planned);
    }

    private synchronized Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void happen(Planned next) throws InterruptedException {
        try {
            var proof = next.fault().happen();
            note(next.what() + ": " + proof);
            settle(next, false);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever it is, the fault is missing and the run is told so
            note(next.what() + " did not happen: " + e);
            settle(next, true);
        }
    }

    private synchronized void settle(Planned done, boolean failed) {
        planned.remove(done);
        if (failed) {
            missing.add(done.what());
        }
    }
}
