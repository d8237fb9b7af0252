// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import dev.parley.protocol.SocketId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event to be delivered to the subscribers of one or more channels.
///
/// @param name the event's name
/// @param data the data, delivered unchanged
/// @param channels the names of the channels; one named twice is served once
/// @param except a connection that shall not receive the event, or null
/// @param info what the caller wants to know about the channels afterwards
/// @param id what tells the event from all others of its app, so that a repeat is delivered once;
///     null for an event that may not be repeated
public record PublishEvent(
        String name,
        String data,
        List<String> channels,
        @Nullable SocketId except,
        Set<Attribute> info,
        @Nullable String id) {

    /// Copies the collections.
    public PublishEvent {
        channels = channels.stream().distinct().toList();
        info = Set.copyOf(info);
    }

    /// An event without an id.
    public PublishEvent(
            String name,
            String data,
            List<String> channels,
            @Nullable SocketId except,
            Set<Attribute> info) {
        this(name, data, channels, except, info, null);
    }

    /// Returns an event for everybody on one channel.
    public static PublishEvent to(String channel, String name, String data) {
        return new PublishEvent(name, data, List.of(channel), null, Set.of());
    }

    /// Returns this event with an id: if it was published with the same id within the last five
    /// minutes and 10,000 events of the app, it is not delivered again.
    public PublishEvent withId(String unique) {
        return new PublishEvent(name, data, channels, except, info, unique);
    }
}
