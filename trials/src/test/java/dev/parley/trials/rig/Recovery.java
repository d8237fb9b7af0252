// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import java.time.Duration;
import java.util.Locale;

/// How long it took after a fault until something was published again.
///
/// @param after what had happened
/// @param took how long
/// @param bound how long it may take
record Recovery(String after, Duration took, Duration bound) {
    boolean isInTime() {
        return took.compareTo(bound) <= 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "first publish %d ms after %s (at most %d ms)",
                took.toMillis(),
                after,
                bound.toMillis());
    }
}
