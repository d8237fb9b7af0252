// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import org.jspecify.annotations.Nullable;

/// What a client may say.
public sealed interface ClientFrame {
    /// Joins a channel.
    ///
    /// @param channel the name as it came, not yet checked
    /// @param auth `key:signature`; null or empty for open channels
    /// @param channelData the signed text that says who joins a presence channel; null for none
    record Subscribe(String channel, @Nullable String auth, @Nullable String channelData)
            implements ClientFrame {}

    /// Leaves a channel.
    ///
    /// @param channel the name as it came, not yet checked
    record Unsubscribe(String channel) implements ClientFrame {}

    /// Binds the connection to a user.
    ///
    /// @param auth `key:signature`
    /// @param userData the signed text that says who it is
    record SignIn(String auth, String userData) implements ClientFrame {}

    /// Sends an event to the other subscribers of a channel.
    ///
    /// @param channel the name as it came, not yet checked
    /// @param event the event's name, which starts with `client-`
    /// @param data the event's data as JSON text, exactly as it came; null when the member is missing
    record ClientEvent(String channel, String event, @Nullable String data)
            implements ClientFrame {}

    /// Asks for a pong.
    record Ping() implements ClientFrame {}

    /// Answers a ping.
    record Pong() implements ClientFrame {}
}
