// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an app has switched on.
///
/// @param clientEvents subscribers may send events to each other
/// @param subscriptionCounts subscribers are told how many they are, and the HTTP API may be asked
/// @param watchlists signed-in users are told when those they watch come and go
/// @param tlsOnly connections without TLS are told 4000
/// @param authorizationTimeout after how long a connection that has neither signed in nor joined a
///     private or presence channel is closed with 4009; null for never
public record Features(
        boolean clientEvents,
        boolean subscriptionCounts,
        boolean watchlists,
        boolean tlsOnly,
        @Nullable Duration authorizationTimeout) {

    /// Returns what a new app has: client events and watchlists.
    public static Features defaults() {
        return new Features(true, false, true, false, null);
    }
}
