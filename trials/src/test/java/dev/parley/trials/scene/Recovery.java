package dev.parley.trials.scene;

import java.time.Duration;
import java.util.Locale;

/// How long it took after a fault until something was published again.
///
/// @param after what had happened
/// @param took how long
/// @param bound how long it may take on a quiet machine
/// @param slowness how many times as long everything took then, because others used the machine
record Recovery(String after, Duration took, Duration bound, double slowness) {
    boolean isInTime() {
        return took.toNanos() <= bound.toNanos() * slowness;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "first publish %d ms after %s (at most %d ms; machine %.1f times slower than quiet)",
                took.toMillis(),
                after,
                bound.toMillis(),
                slowness);
    }
}
