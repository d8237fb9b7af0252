// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// One message of the server.
///
/// @param name the name of the event
/// @param channel the channel it belongs to; null when it concerns the whole connection
/// @param data what it carries; JSON that the protocol puts into a string is parsed, any other text is a
///     text node
/// @param text the message as it was received
public record PusherEvent(String name, @Nullable String channel, JsonNode data, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static PusherEvent parse(String text) throws JsonProcessingException {
        var frame = JSON.readTree(text);
        return new PusherEvent(
                frame.path("event").asText(),
                frame.path("channel").textValue(),
                unwrapped(frame.path("data")),
                text);
    }

    /// Returns whether this is an event of a name.
    public boolean is(String expected) {
        return name.equals(expected);
    }

    private static JsonNode unwrapped(JsonNode data) {
        try {
            return data.isTextual() ? JSON.readTree(data.asText()) : data;
        } catch (JsonProcessingException _) {
            return data; // an app may publish any text
        }
    }
}
