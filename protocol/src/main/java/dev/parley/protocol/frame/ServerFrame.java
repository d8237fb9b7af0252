// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.SocketId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server may say.
public sealed interface ServerFrame {
    /// The first frame of a connection.
    ///
    /// @param activityTimeoutSeconds after how much silence the client should ping, above 0
    record ConnectionEstablished(SocketId socketId, int activityTimeoutSeconds)
            implements ServerFrame {}

    /// A mistake of the client, or the reason of the close that follows.
    ///
    /// @param code null when the connection stays usable and no number is defined
    record Failure(@Nullable ErrorCode code, String message) implements ServerFrame {}

    /// Asks for a pong.
    record Ping() implements ServerFrame {}

    /// Answers a ping.
    record Pong() implements ServerFrame {}

    /// A channel without members was joined.
    record SubscriptionSucceeded(String channel) implements ServerFrame {}

    /// A presence channel was joined.
    ///
    /// @param members every distinct user there, the joining one included
    record PresenceSucceeded(String channel, List<PresenceData> members) implements ServerFrame {
        /// Copies the members.
        public PresenceSucceeded {
            members = List.copyOf(members);
        }
    }

    /// A channel was not joined.
    ///
    /// @param type `AuthError`, `Malformed` or `LimitReached`
    /// @param status the HTTP status that says the same: 400, 401 or 403
    record SubscriptionError(String channel, String type, String error, int status)
            implements ServerFrame {}

    /// A user came to a presence channel.
    record MemberAdded(String channel, PresenceData member) implements ServerFrame {}

    /// A user's last connection left a presence channel.
    record MemberRemoved(String channel, String userId) implements ServerFrame {}

    /// An event of the application.
    ///
    /// @param data the posted text, unchanged
    record Event(String channel, String name, String data) implements ServerFrame {}

    /// An event of another subscriber.
    ///
    /// @param data the sender's JSON, unchanged; null when the sender gave none
    /// @param userId the sender's id on presence channels, else null
    record ClientEvent(String channel, String name, @Nullable String data, @Nullable String userId)
            implements ServerFrame {}

    /// A cache channel remembers nothing.
    record CacheMiss(String channel) implements ServerFrame {}

    /// The connection belongs to a user now.
    ///
    /// @param userData the text the client sent, unchanged
    record SignInSucceeded(String userData) implements ServerFrame {}

    /// How many connections are subscribed to a channel.
    record SubscriptionCount(String channel, int subscriptions) implements ServerFrame {}

    /// Which watched users came and went; an empty list is left out.
    ///
    /// @param online ids of users who came, or are there
    /// @param offline ids of users who left, or are not there
    record WatchlistEvents(List<String> online, List<String> offline) implements ServerFrame {
        /// Copies the ids.
        public WatchlistEvents {
            online = List.copyOf(online);
            offline = List.copyOf(offline);
        }
    }
}
