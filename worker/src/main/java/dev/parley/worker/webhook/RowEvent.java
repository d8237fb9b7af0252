// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.publish.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The event of a row, before it is known who may hear it.
///
/// @param room the room's id as text
/// @param name event name
/// @param data what the event says, as JSON
/// @param reference a small event of the same name that tells clients to fetch it instead, as JSON
/// @param eventId the same for every repeat
record RowEvent(String room, String name, String data, String reference, String eventId) {
    private static final int MAX_DATA_BYTES = 8 * 1024;

    /// Returns what is published on a channel.
    EventWithFallback on(String channel) {
        var small = new OutgoingEvent(channel, name, reference, eventId);
        var fits = data.getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_BYTES;
        return new EventWithFallback(
                fits ? new OutgoingEvent(channel, name, data, eventId) : small, Optional.of(small));
    }
}
