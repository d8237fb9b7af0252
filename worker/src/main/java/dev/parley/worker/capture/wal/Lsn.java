// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import java.util.regex.Pattern;

/// A position in the write-ahead log: a byte address of 64 bits, ordered as an unsigned number.
///
/// @param value the address
public record Lsn(long value) implements Comparable<Lsn> {
    /// The position before everything; a server asked to start here starts where the slot stands.
    public static final Lsn ZERO = new Lsn(0);

    private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    /// Reads the form PostgreSQL prints, such as `16/B374D848`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Lsn parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a log position: " + text);
        }
        var high = Integer.parseUnsignedInt(parts.group(1), 16);
        var low = Integer.parseUnsignedInt(parts.group(2), 16);
        return new Lsn(
                (Integer.toUnsignedLong(high) << Integer.SIZE) | Integer.toUnsignedLong(low));
    }

    /// Returns the later of two positions.
    public static Lsn max(Lsn a, Lsn b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /// Returns the number of bytes from `earlier` to this position, 0 when that one is not earlier.
    public long bytesSince(Lsn earlier) {
        return compareTo(earlier) <= 0 ? 0 : value - earlier.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString((int) (value >>> Integer.SIZE), 16)
                        .toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Integer.toUnsignedString((int) value, 16).toUpperCase(java.util.Locale.ROOT);
    }
}
