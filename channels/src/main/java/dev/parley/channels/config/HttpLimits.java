// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// How large a request may be and how long it may take.
///
/// @param headerBytes bytes of a request line, and of all its headers together; more is answered 414
///     or 431
/// @param bodyBytes bytes of a request's body; more is answered 413
/// @param handshakeTimeout from accepting a connection to its first complete request header
/// @param requestTimeout from a request's header to the end of its body
/// @param keepAliveTimeout how long an HTTP connection may wait for its next request
public record HttpLimits(
        int headerBytes,
        int bodyBytes,
        Duration handshakeTimeout,
        Duration requestTimeout,
        Duration keepAliveTimeout) {

    /// Refuses values outside their ranges.
    public HttpLimits {
        Range.check("headerBytes", headerBytes, 512, 1 << 20);
        Range.check("bodyBytes", bodyBytes, 1_024, 64 << 20);
    }

    /// Returns the defaults of the documentation.
    public static HttpLimits defaults() {
        return new HttpLimits(
                32 << 10,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }
}
