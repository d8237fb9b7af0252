// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waiting times that double with each failure and are drawn evenly from nothing up to that bound
/// ("full jitter"), so that many who failed together do not come back together.
///
/// @param random where the jitter comes from
/// @param first bound after the first failure
/// @param cap largest bound
public record Backoff(RandomGenerator random, Duration first, Duration cap) {
    /// Refuses bounds that are not positive or out of order.
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "back-off is %s to %s, must be positive and rising".formatted(first, cap));
        }
    }

    /// Returns how long to wait after a number of failures in a row.
    ///
    /// @param failures 1 or more
    public Duration after(int failures) {
        var doublings = Math.clamp(failures - 1L, 0, Short.SIZE);
        var bound = Math.min(cap.toNanos(), first.toNanos() << doublings);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
