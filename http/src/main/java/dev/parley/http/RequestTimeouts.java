// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.protocol.Range;
import java.time.Duration;

/// How long a server waits for a client.
///
/// @param head from the connection, or the first byte of a later request, to the end of the headers
/// @param body from where a body is asked for to its end
/// @param keepAlive how long a connection may wait for its next request
/// @param write how long a client may take for each 64 KiB of an answer
public record RequestTimeouts(Duration head, Duration body, Duration keepAlive, Duration write) {
    private static final int HOUR_MILLIS = 3_600_000;

    /// Refuses values outside their ranges.
    public RequestTimeouts {
        Range.check("head timeout in ms", head.toMillis(), 10, HOUR_MILLIS);
        Range.check("body timeout in ms", body.toMillis(), 10, HOUR_MILLIS);
        Range.check("keep-alive timeout in ms", keepAlive.toMillis(), 10, HOUR_MILLIS);
        Range.check("write timeout in ms", write.toMillis(), 10, HOUR_MILLIS);
    }

    /// Returns 10 s for a head, 30 s for a body, a minute between requests, 30 s to take what is sent.
    public static RequestTimeouts defaults() {
        return new RequestTimeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));
    }
}
