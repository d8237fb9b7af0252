// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Keeps requests away from a target that fails, and lets one through now and then to find out
/// whether it still does.
///
/// It opens after 5 failures in a row, or when half of the last 20 attempts failed, for 0.5 s at
/// first and twice as long each time, up to 5 s; after an error of configuration for 15 s, and when
/// the target asks to be left alone for as long as it asks. Then one request decides. Any thread may
/// call it.
final class CircuitBreaker {
    private static final int FAILURES_IN_A_ROW = 5;
    private static final int WINDOW = 20;
    private static final int WINDOW_MASK = (1 << WINDOW) - 1;
    private static final Duration FIRST_OPEN = Duration.ofMillis(500);

    /// Less than the 5 s within which a target that is back gets its first event.
    private static final Duration LONGEST_OPEN = Duration.ofMillis(4_500);

    private static final Duration MISCONFIGURED_OPEN = Duration.ofSeconds(15);
    private static final Duration PROBE_PATIENCE = Duration.ofMillis(100);

    private final InstantSource clock;

    @GuardedBy("this")
    private State state = new State.Closed(0, 0, 0);

    @GuardedBy("this")
    private Optional<Instant> failingSince = Optional.empty();

    CircuitBreaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Asks to send.
    ///
    /// @return zero when the caller may send now, and must then report how it went; otherwise how long
    ///     to wait before asking again
    synchronized Duration permit() {
        return switch (state) {
            case State.Closed _ -> Duration.ZERO;
            case State.Probing _ -> PROBE_PATIENCE;
            case State.Open(var until, var openFor) -> {
                var left = Duration.between(clock.instant(), until);
                if (left.isPositive()) {
                    yield left;
                }
                state = new State.Probing(openFor);
                yield Duration.ZERO;
            }
        };
    }

    /// Reports that the target answered as it should, even if it did not like the question.
    synchronized void succeeded() {
        failingSince = Optional.empty();
        state =
                switch (state) {
                    case State.Closed closed -> closed.succeeded();
                    case State.Probing _, State.Open _ -> new State.Closed(0, 0, 0);
                };
    }

    /// Reports that the target cannot cope and has asked for a pause, which all requests keep.
    ///
    /// @param pause positive
    synchronized void failed(Duration pause) {
        failed();
        var until = clock.instant().plus(pause);
        state =
                switch (state) {
                    case State.Closed _, State.Probing _ -> new State.Open(until, FIRST_OPEN);
                    case State.Open(var before, var openFor) ->
                            new State.Open(before.isAfter(until) ? before : until, openFor);
                };
    }

    /// Reports that the target could not be reached or could not cope.
    synchronized void failed() {
        noteFailing();
        state =
                switch (state) {
                    case State.Closed closed -> {
                        var next = closed.failed();
                        yield next.tooMany() ? open(FIRST_OPEN) : next;
                    }
                    case State.Probing(var openFor) ->
                            open(shorter(openFor.multipliedBy(2), LONGEST_OPEN));
                    case State.Open open -> open; // was under way when it opened
                };
    }

    /// Reports that the target rejects us altogether.
    synchronized void misconfigured() {
        noteFailing();
        state = open(MISCONFIGURED_OPEN);
    }

    /// Returns whether requests pass.
    synchronized BreakerState state() {
        return switch (state) {
            case State.Closed _ -> BreakerState.CLOSED;
            case State.Open _ -> BreakerState.OPEN;
            case State.Probing _ -> BreakerState.PROBING;
        };
    }

    /// Returns since when nothing has succeeded although something was tried; empty when all is well.
    synchronized Optional<Instant> failingSince() {
        return failingSince;
    }

    @GuardedBy("this")
    private void noteFailing() {
        if (failingSince.isEmpty()) {
            failingSince = Optional.of(clock.instant());
        }
    }

    private State open(Duration time) {
        return new State.Open(clock.instant().plus(time), shorter(time, LONGEST_OPEN));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private sealed interface State {
        /// Requests pass.
        ///
        /// @param inARow failures since the last success
        /// @param outcomes the last attempts, newest in the lowest bit, set when failed
        /// @param attempts how many bits of it count, at most [#WINDOW]
        record Closed(int inARow, int outcomes, int attempts) implements State {
            Closed succeeded() {
                return new Closed(0, (outcomes << 1) & WINDOW_MASK, Math.min(attempts + 1, WINDOW));
            }

            Closed failed() {
                return new Closed(
                        inARow + 1,
                        ((outcomes << 1) | 1) & WINDOW_MASK,
                        Math.min(attempts + 1, WINDOW));
            }

            boolean tooMany() {
                return inARow >= FAILURES_IN_A_ROW
                        || (attempts == WINDOW && Integer.bitCount(outcomes) * 2 >= WINDOW);
            }
        }

        /// Nothing passes for a while.
        record Open(Instant until, Duration openFor) implements State {}

        /// One request is under way and will decide.
        record Probing(Duration openFor) implements State {}
    }
}
