// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A change of a room, as the table holds it or as it was published.
///
/// @param message the message it is about; empty when it is about something else or does not tell, as
///     an event that asks clients to fetch
public record Entry(LogPosition position, Optional<UUID> message) {
    private static final Set<String> ABOUT_MESSAGES =
            Set.of("new-message", "message-updated", "message-deleted");

    /// Returns an event as it was published; empty when it is not of a room's log.
    ///
    /// @param name the event's name
    /// @param data its data, parsed
    public static Optional<Entry> published(String name, JsonNode data) {
        return data.path("event_id").isTextual()
                ? Optional.of(
                        new Entry(
                                LogPosition.parse(data.path("event_id").asText()),
                                message(name, data)))
                : Optional.empty();
    }

    /// Returns the message a change is about.
    ///
    /// @param kind of the change, which is the event's name
    public static Optional<UUID> message(String kind, JsonNode data) {
        return ABOUT_MESSAGES.contains(kind) && data.path("id").isTextual()
                ? Optional.of(UUID.fromString(data.path("id").asText()))
                : Optional.empty();
    }

    /// Returns whether both may be the same change: neither says otherwise.
    boolean agrees(Entry other) {
        return message.isEmpty() || other.message.isEmpty() || message.equals(other.message);
    }
}
