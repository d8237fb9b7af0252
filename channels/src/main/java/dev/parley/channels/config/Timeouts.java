// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// How long the server waits for a silent or a leaving client.
///
/// @param activityTimeout silence after which the server pings; clients are told it, in seconds
/// @param pongTimeout silence after that ping before the close with 4201
/// @param closeTimeout how long the peer may take to answer a close it has taken
/// @param reconnectWindow over what time a stopping server sends its clients away with 4200, so that
///     they do not all come back at once
public record Timeouts(
        Duration activityTimeout,
        Duration pongTimeout,
        Duration closeTimeout,
        Duration reconnectWindow) {

    /// Refuses values outside their ranges.
    public Timeouts {
        Range.check("activityTimeout in ms", activityTimeout.toMillis(), 10, 86_400_000);
        Range.check("reconnectWindow in ms", reconnectWindow.toMillis(), 0, 600_000);
    }

    /// Returns the defaults of the documentation.
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ZERO);
    }

    /// Returns the activity timeout as clients are told it, whole seconds above 0.
    public int activityTimeoutSeconds() {
        return (int) Math.max(1, activityTimeout.toSeconds());
    }
}
