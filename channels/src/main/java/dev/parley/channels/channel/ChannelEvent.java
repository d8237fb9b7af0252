// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import org.jspecify.annotations.Nullable;

/// Something that happened in a channel.
public sealed interface ChannelEvent {
    /// Returns where it happened.
    ChannelName channel();

    /// The first subscriber came.
    record Occupied(ChannelName channel) implements ChannelEvent {}

    /// The last subscriber left.
    record Vacated(ChannelName channel) implements ChannelEvent {}

    /// The first connection of a user joined a presence channel.
    record MemberAdded(ChannelName channel, String userId) implements ChannelEvent {}

    /// The last connection of a user left a presence channel.
    record MemberRemoved(ChannelName channel, String userId) implements ChannelEvent {}

    /// Somebody joined a cache channel that remembers nothing; told once until it does again.
    record CacheMissed(ChannelName channel) implements ChannelEvent {}

    /// The number of subscribers changed, as often as subscribers are told.
    record Counted(ChannelName channel, int subscriptions) implements ChannelEvent {}

    /// A subscriber sent an event to the others.
    ///
    /// @param name the event's name
    /// @param data the data as JSON text, exactly as it came; null when there was none
    /// @param userId the sender on a presence channel, else null
    record ClientSent(
            ChannelName channel,
            SocketId sender,
            String name,
            @Nullable String data,
            @Nullable String userId)
            implements ChannelEvent {}
}
