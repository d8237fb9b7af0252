// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// When to look again: soon while there is news, ever later while there is none, at once when woken, but
/// woken at most ten times a second.
///
/// One thread looks and waits; any thread may wake.
final class AdaptivePoller {
    private static final Duration BETWEEN_WAKES = Duration.ofMillis(100);

    private final CaptureConfig config;
    private final InstantSource clock;
    private final Semaphore wakes = new Semaphore(0);
    private final Sleeper sleeper = Sleeper.realTime();
    private Duration pause;
    private Instant lastWoken = Instant.EPOCH;

    AdaptivePoller(CaptureConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.pause = config.fastPoll();
    }

    /// Ends a wait, now or when it is time again.
    void wake() {
        wakes.release();
    }

    /// Notes what a look has brought.
    void looked(boolean news) {
        var doubled = pause.multipliedBy(2);
        var slower = doubled.compareTo(config.slowPoll()) < 0 ? doubled : config.slowPoll();
        pause = news ? config.fastPoll() : slower;
    }

    /// Returns how long the next wait is, unless it is ended by a wake.
    Duration pause() {
        return pause;
    }

    /// Waits until the next look is due.
    void await() throws InterruptedException {
        var deaf = untilMayWake();
        if (deaf.compareTo(pause) >= 0) {
            sleeper.rest(pause);
        } else {
            sleeper.rest(deaf);
            if (wakes.tryAcquire(pause.minus(deaf).toNanos(), TimeUnit.NANOSECONDS)) {
                lastWoken = clock.instant();
            }
        }
        wakes.drainPermits(); // the look that follows answers them all
    }

    private Duration untilMayWake() {
        var left = Duration.between(clock.instant(), lastWoken.plus(BETWEEN_WAKES));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
