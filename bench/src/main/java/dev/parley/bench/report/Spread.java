// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import java.util.List;
import java.util.Optional;

/// The runs of one measurement in short.
///
/// @param median the value that counts; the mean of the middle two of an even number of runs
/// @param least the smallest
/// @param most the largest
public record Spread(double median, double least, double most) {
    /// Returns the spread of some values, or nothing for none.
    public static Optional<Spread> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var sorted = values.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        return Optional.of(
                new Spread(
                        (sorted.get(lower) + sorted.get(upper)) / 2,
                        sorted.getFirst(),
                        sorted.getLast()));
    }

    /// Returns how many times better `ours` is than `theirs`: above 1 is ahead.
    static double advantage(Metric.Better better, double ours, double theirs) {
        return switch (better) {
            case MORE -> ours / theirs;
            case LESS -> theirs / ours;
            case NEITHER -> Double.NaN;
        };
    }
}
