// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.nio.ByteBuffer;

/// What every published event carries so that it is found without being parsed: eight fixed bytes,
/// then eight decimal digits, the sequence number.
///
/// The bytes need no escape in JSON, so they stand unchanged in every server's frame.
public final class Marker {
    /// Length in bytes, number included.
    public static final int LENGTH = 16;

    /// The largest number that fits.
    public static final int MAX_SEQUENCE = 99_999_999;

    private static final String PREFIX = "~PARLEY~";
    private static final long PREFIX_BITS = 0x7E5041524C45597EL;
    private static final long ZEROS = 0x3030303030303030L;

    private Marker() {}

    /// Returns the marker with number 0, to be overwritten by [#write].
    public static String blank() {
        return PREFIX + "00000000";
    }

    /// Returns event data of a size, the marker first.
    ///
    /// @param bytes at least [#LENGTH]
    public static String data(int bytes) {
        if (bytes < LENGTH) {
            throw new IllegalArgumentException(
                    "the data has " + bytes + " bytes, must have at least " + LENGTH);
        }
        return blank() + "x".repeat(bytes - LENGTH);
    }

    /// Overwrites the digits of the marker that begins at `index`.
    public static void write(byte[] target, int index, int sequence) {
        int rest = sequence;
        for (int i = index + LENGTH - 1; i >= index + PREFIX.length(); i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// Returns whether a marker begins at `index`; the sixteen bytes must be readable.
    static boolean isAt(ByteBuffer buffer, int index) {
        return buffer.getLong(index) == PREFIX_BITS;
    }

    /// Returns where the marker begins in the given range, or `end` if there is none.
    static int find(ByteBuffer buffer, int start, int end) {
        for (int i = start; i <= end - LENGTH; i++) {
            if (isAt(buffer, i)) {
                return i;
            }
        }
        return end;
    }

    /// Returns the number of the marker at `index`: eight digits with three multiplications.
    static int sequence(ByteBuffer buffer, int index) {
        long digits = Long.reverseBytes(buffer.getLong(index + Long.BYTES)) - ZEROS;
        long pairs = digits * 10 + (digits >>> 8);
        long high = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L;
        long low = ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L;
        return (int) ((high + low) >>> 32);
    }
}
