// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import java.time.Duration;

/// How long things take.
///
/// @param warmUp load before a server's first measurement, until its code is compiled
/// @param measured each measurement
public record Pace(Duration warmUp, Duration measured) {
    /// Refuses what measures nothing.
    public Pace {
        if (warmUp.isNegative() || !measured.isPositive()) {
            throw new IllegalArgumentException(
                    "the times must be positive, are " + warmUp + " and " + measured);
        }
    }

    /// Returns how long a load that follows another is left to settle.
    public Duration settle() {
        return warmUp.dividedBy(4);
    }
}
