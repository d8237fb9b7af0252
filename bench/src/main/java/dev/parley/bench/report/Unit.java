// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import java.util.Locale;

/// What values are counted in, and how they are printed: three digits that say something.
public enum Unit {
    /// Printed as `1.23 M/s`, `45.6 k/s`.
    PER_SECOND,
    /// Seconds; printed as `1.23 ms`, `45.6 µs`.
    SECONDS,
    /// Printed as `1.23 KiB`, `4.56 MiB`.
    BYTES,
    /// A part of a whole; printed as `45 %`.
    SHARE,
    /// A factor; printed as `1.23`.
    FACTOR,
    /// A WebSocket close code; 0 is none.
    CLOSE_CODE;

    /// Returns a value as a person reads it.
    public String format(double value) {
        return switch (this) {
            case PER_SECOND ->
                    value >= 1e6
                            ? digits(value / 1e6) + " M/s"
                            : value >= 1e3 ? digits(value / 1e3) + " k/s" : digits(value) + " /s";
            case SECONDS ->
                    value >= 1
                            ? digits(value) + " s"
                            : value >= 1e-3
                                    ? digits(value * 1e3) + " ms"
                                    : digits(value * 1e6) + " µs";
            case BYTES ->
                    value >= 1 << 20
                            ? digits(value / (1 << 20)) + " MiB"
                            : digits(value / (1 << 10)) + " KiB";
            case SHARE -> Math.round(value * 100) + " %";
            case FACTOR -> digits(value);
            case CLOSE_CODE -> value == 0 ? "none" : Long.toString(Math.round(value));
        };
    }

    static String digits(double value) {
        var size = Math.abs(value);
        var format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
