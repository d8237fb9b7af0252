package dev.parley.bench.scenario;

import java.time.Duration;

/// How long things take.
///
/// @param warmUp before each measurement
/// @param measured each measurement
public record Pace(Duration warmUp, Duration measured) {
    /// Refuses what measures nothing.
    public Pace {
        if (warmUp.isNegative() || !measured.isPositive()) {
            throw new IllegalArgumentException(
                    "the times must be positive, are " + warmUp + " and " + measured);
        }
    }
}
