// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.util.random.RandomGenerator;

/// The name of one connection, two numbers with a dot between: `131160.155806628`.
///
/// @param value the id as it is sent and signed, at most 64 characters
public record SocketId(String value) {
    private static final int MAX_LENGTH = 64;
    private static final long PART_BOUND = 10_000_000_000L;

    /// Refuses what is not two numbers with a dot between.
    ///
    /// @throws ProtocolException if the text is anything else
    public SocketId {
        if (!isWellFormed(value)) {
            throw new ProtocolException("Invalid socket id: it must be two numbers and a dot");
        }
    }

    /// Returns an id nobody can guess: two parts below 10^10, together 66 random bits.
    ///
    /// @param random a cryptographically strong source
    public static SocketId random(RandomGenerator random) {
        return new SocketId(random.nextLong(PART_BOUND) + "." + random.nextLong(PART_BOUND));
    }

    private static boolean isWellFormed(String text) {
        int dot = text.indexOf('.');
        return text.length() <= MAX_LENGTH
                && isDigits(text, 0, dot)
                && isDigits(text, dot + 1, text.length());
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    @Override
    public String toString() {
        return value;
    }
}
