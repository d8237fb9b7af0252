// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.channels.channel.ChannelEvent;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON body of a webhook. User ids and data are strings, whatever clients sent: the receiving
/// libraries expect nothing else.
final class Body {
    private Body() {}

    /// @param timeMillis when the body was made, in milliseconds since 1970
    static byte[] of(long timeMillis, List<ChannelEvent> events) {
        return StrictJson.write(
                        json -> {
                            json.writeStartObject();
                            json.writeNumberField("time_ms", timeMillis);
                            json.writeArrayFieldStart("events");
                            for (var event : events) {
                                write(json, event);
                            }
                            json.writeEndArray();
                            json.writeEndObject();
                        })
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, ChannelEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", WebhookEventMapping.kind(event).wireName());
        json.writeStringField("channel", event.channel().value());
        switch (event) {
            case ChannelEvent.Occupied _, ChannelEvent.Vacated _, ChannelEvent.CacheMissed _ -> {}
            case ChannelEvent.MemberAdded(_, var userId) ->
                    json.writeStringField("user_id", userId);
            case ChannelEvent.MemberRemoved(_, var userId) ->
                    json.writeStringField("user_id", userId);
            case ChannelEvent.Counted(_, var subscriptions) ->
                    json.writeNumberField("subscription_count", subscriptions);
            case ChannelEvent.ClientSent sent -> {
                json.writeStringField("event", sent.name());
                writeData(json, sent.data());
                json.writeStringField("socket_id", sent.sender().value());
                if (sent.userId() != null) {
                    json.writeStringField("user_id", sent.userId());
                }
            }
        }
        json.writeEndObject();
    }

    /// A string stays itself; every other value becomes its JSON text.
    private static void writeData(JsonGenerator json, @Nullable String data) throws IOException {
        if (data == null) {
            return;
        }
        if (data.startsWith("\"")) {
            json.writeFieldName("data");
            json.writeRawValue(data);
        } else {
            json.writeStringField("data", data);
        }
    }
}
