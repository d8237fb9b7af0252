// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Turns a [ClientFrame] into the text of a WebSocket message.
public final class ClientFrameWriter {
    private ClientFrameWriter() {}

    /// Returns the frame's JSON.
    public static String write(ClientFrame frame) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            switch (frame) {
                case ClientFrame.Subscribe(var channel, var auth, var channelData) -> {
                    data(json, "pusher:subscribe");
                    json.writeStringField("channel", channel);
                    optional(json, "auth", auth);
                    optional(json, "channel_data", channelData);
                    json.writeEndObject();
                }
                case ClientFrame.Unsubscribe(var channel) -> {
                    data(json, "pusher:unsubscribe");
                    json.writeStringField("channel", channel);
                    json.writeEndObject();
                }
                case ClientFrame.SignIn(var auth, var userData) -> {
                    data(json, "pusher:signin");
                    json.writeStringField("auth", auth);
                    json.writeStringField("user_data", userData);
                    json.writeEndObject();
                }
                case ClientFrame.ClientEvent event -> clientEvent(json, event);
                case ClientFrame.Ping _ -> {
                    data(json, "pusher:ping");
                    json.writeEndObject();
                }
                case ClientFrame.Pong _ -> {
                    data(json, "pusher:pong");
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        });
    }

    private static void data(JsonGenerator json, String event) throws IOException {
        json.writeStringField("event", event);
        json.writeObjectFieldStart("data");
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void clientEvent(JsonGenerator json, ClientFrame.ClientEvent event)
            throws IOException {
        json.writeStringField("event", event.event());
        json.writeStringField("channel", event.channel());
        if (event.data() != null) {
            json.writeFieldName("data");
            json.writeRawValue(event.data());
        }
    }
}
