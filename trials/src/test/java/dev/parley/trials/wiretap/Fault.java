// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import java.time.Duration;

/// What bytes suffer on one way through a proxy.
public sealed interface Fault {
    /// Everything arrives later, in the order it was sent.
    ///
    /// @param time how much later
    record Latency(Duration time) implements Fault {}

    /// A slow line, shared by all connections.
    ///
    /// @param bytesPerSecond how much it carries, at least 1
    record Rate(long bytesPerSecond) implements Fault {
        public Rate {
            atLeastOne("bytes per second", bytesPerSecond);
        }
    }

    /// Everything is passed on in small slices, each sent for itself.
    ///
    /// @param bytes size of a slice, at least 1
    record Slices(int bytes) implements Fault {
        public Slices {
            atLeastOne("bytes of a slice", bytes);
        }
    }

    /// Nothing is passed on, not even the end of a connection, and no connection is made; connections
    /// stay as they are. What is stuck goes on when the fault is over, as TCP would send it again.
    record Hole() implements Fault {}

    /// Every connection is reset after it has carried some bytes more.
    ///
    /// @param bytes how many more
    record Cut(long bytes) implements Fault {}

    /// Bytes are changed by chance.
    ///
    /// @param oneIn how many bytes pass for each that is changed, on average, at least 1
    /// @param seed decides which
    record Noise(int oneIn, long seed) implements Fault {
        public Noise {
            atLeastOne("bytes for each changed one", oneIn);
        }
    }

    /// One bit of a byte is changed wherever a text comes by in one piece.
    ///
    /// @param text the text, in ISO 8859-1
    /// @param offset which byte, counted from the first of the text; may lie before or behind it
    /// @param mask which bits, such as `0x01`
    record Flip(String text, int offset, int mask) implements Fault {}

    private static void atLeastOne(String what, long number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " are " + number + ", must be 1 or more");
        }
    }
}
