// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import java.time.Duration;
import java.util.List;

/// How long things took.
///
/// @param sorted each time, shortest first
public record Latencies(List<Duration> sorted) {
    private static final Duration NOISE = Duration.ofMillis(50);

    /// Sorts a copy.
    public Latencies {
        sorted = sorted.stream().sorted().toList();
    }

    /// Returns the time that `percent` of a hundred stayed within.
    ///
    /// @throws IllegalStateException when there are none
    public Duration percentile(double percent) {
        if (sorted.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        var index = (int) Math.ceil(sorted.size() * percent / 100) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
    }

    /// Returns whether ninety-nine of a hundred took at most twice as long as without a fault, or less than
    /// 50 ms, which a busy machine alone may cost.
    public boolean isWithinTwice(Latencies without) {
        var bound = without.percentile(99).multipliedBy(2);
        var took = percentile(99);
        return took.compareTo(bound) <= 0 || took.compareTo(NOISE) <= 0;
    }

    @Override
    public String toString() {
        return sorted.isEmpty()
                ? "none"
                : "%d, p50 %d ms, p99 %d ms, longest %d ms"
                        .formatted(
                                sorted.size(),
                                percentile(50).toMillis(),
                                percentile(99).toMillis(),
                                sorted.getLast().toMillis());
    }
}
