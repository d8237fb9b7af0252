// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// What a client may send over its WebSocket.
///
/// @param bytes bytes of a message; more closes with 1009
/// @param fragments frames one message may be cut into; more closes with 1008
/// @param timeout from a message's first frame to its last; more closes with 1008
/// @param controlFramesPerSecond pings and pongs; more closes with 1008
/// @param bytesPerSecond bytes of messages; more closes with 1008
/// @param subscribesPerSecond subscriptions in the long run; a connection may save up as many as it
///     may have channels, and more are refused
public record MessageLimits(
        int bytes,
        int fragments,
        Duration timeout,
        int controlFramesPerSecond,
        int bytesPerSecond,
        int subscribesPerSecond) {

    /// Refuses values outside their ranges.
    public MessageLimits {
        Range.check("bytes", bytes, 256, 64 << 20);
        Range.check("fragments", fragments, 1, 1 << 20);
        Range.check("controlFramesPerSecond", controlFramesPerSecond, 1, 1 << 20);
        Range.check("bytesPerSecond", bytesPerSecond, 256, 1 << 30);
        Range.check("subscribesPerSecond", subscribesPerSecond, 1, 1 << 20);
    }

    /// Returns the defaults of the documentation.
    public static MessageLimits defaults() {
        return new MessageLimits(16 << 10, 64, Duration.ofSeconds(10), 20, 256 << 10, 10);
    }
}
