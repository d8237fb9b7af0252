// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

/// One thing that is measured.
///
/// @param scenario its scenario, such as `fanout, 8 in flight`
/// @param name what it is, such as `deliveries`
/// @param unit of its values
/// @param better which values are better
public record Metric(String scenario, String name, Unit unit, Better better) {
    /// Returns a metric that explains others and is not compared.
    public static Metric context(String scenario, String name, Unit unit) {
        return new Metric(scenario, name, unit, Better.NEITHER);
    }

    /// Which values are better.
    public enum Better {
        /// Such as messages per second.
        MORE,
        /// Such as latency.
        LESS,
        /// It explains the others.
        NEITHER
    }
}
