// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;

/// How many connections a server takes.
///
/// @param total TCP connections of the whole server; one more is closed or told 4100
/// @param perAddress WebSockets one address may have open; one more is told 4100
/// @param handshakesPerSecond WebSockets one address may open in a second, and as many at once after
///     a quiet second; one more is told 4100
public record ConnectionLimits(int total, int perAddress, int handshakesPerSecond) {

    /// Refuses values outside their ranges.
    public ConnectionLimits {
        Range.check("total", total, 1, 10_000_000);
        Range.check("perAddress", perAddress, 1, 10_000_000);
        Range.check("handshakesPerSecond", handshakesPerSecond, 1, 10_000_000);
    }

    /// Returns the defaults of the documentation. An address is often an office or a school: what it may
    /// have is a fiftieth of the server, and what it may open a second connects all of them again within
    /// ten seconds.
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(100_000, 2_000, 200);
    }
}
