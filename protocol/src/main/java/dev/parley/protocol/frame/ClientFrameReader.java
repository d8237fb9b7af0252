// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import com.fasterxml.jackson.core.JsonParser;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the text of a WebSocket message into a [ClientFrame]. Safe for use by many threads.
public final class ClientFrameReader {
    private static final String CLIENT_PREFIX = "client-";
    private static final int MAX_QUOTED_NAME = 100;
    private static final Set<String> TEXTS = Set.of("channel", "auth", "channel_data", "user_data");

    private final Limits limits;

    /// @param limits the longest event name and the largest event data
    public ClientFrameReader(Limits limits) {
        this.limits = limits;
    }

    /// Reads one message.
    ///
    /// @throws ProtocolException if it is no frame of the protocol
    public ClientFrame read(String text) {
        var envelope = new Envelope(text);
        StrictJson.readObject(text, envelope::member);
        var event = envelope.event;
        if (event == null) {
            throw new ProtocolException("Invalid message: event is missing");
        }
        return switch (event) {
            case "pusher:ping" -> new ClientFrame.Ping();
            case "pusher:pong" -> new ClientFrame.Pong();
            case "pusher:subscribe" -> {
                var data = envelope.texts();
                yield new ClientFrame.Subscribe(
                        required(data, "channel"), data.get("auth"), data.get("channel_data"));
            }
            case "pusher:unsubscribe" ->
                    new ClientFrame.Unsubscribe(required(envelope.texts(), "channel"));
            case "pusher:signin" -> {
                var data = envelope.texts();
                yield new ClientFrame.SignIn(required(data, "auth"), required(data, "user_data"));
            }
            default -> clientEvent(event, envelope);
        };
    }

    private ClientFrame clientEvent(String event, Envelope envelope) {
        if (!event.startsWith(CLIENT_PREFIX)) {
            throw new ProtocolException("Unsupported event received on socket: " + quoted(event));
        }
        if (event.length() > limits.eventNameLength()) {
            throw new ProtocolException(
                    "Event name is longer than " + limits.eventNameLength() + " characters");
        }
        if (envelope.channel == null) {
            throw new ProtocolException("Invalid message: channel is missing");
        }
        return new ClientFrame.ClientEvent(envelope.channel, event, envelope.data);
    }

    private static String required(Map<String, String> data, String name) {
        var value = data.get(name);
        if (value == null) {
            throw new ProtocolException("Invalid message: data." + name + " is missing");
        }
        return value;
    }

    private static String quoted(String event) {
        return event.length() <= MAX_QUOTED_NAME ? event : event.substring(0, MAX_QUOTED_NAME);
    }

    /// The members every frame may have; `data` is read once the event is known.
    private static final class Envelope {
        private final String text;
        private @Nullable String event;
        private @Nullable String channel;
        private @Nullable String data;

        Envelope(String text) {
            this.text = text;
        }

        void member(String name, JsonParser value) throws IOException {
            if (StrictJson.isAbsent(value) && !name.equals("data")) {
                return; // a client event may have null for its data
            }
            switch (name) {
                case "event" -> event = StrictJson.string(value, "event");
                case "channel" -> channel = StrictJson.string(value, "channel");
                case "data" -> data = StrictJson.raw(value, text);
                default -> {}
            }
        }

        Map<String, String> texts() {
            if (data == null || data.equals("null")) {
                throw new ProtocolException("Invalid message: data is missing");
            }
            var texts = new HashMap<String, String>();
            StrictJson.readObject(
                    data,
                    (name, value) -> {
                        if (TEXTS.contains(name) && !StrictJson.isAbsent(value)) {
                            texts.put(name, StrictJson.string(value, name));
                        }
                    });
            return texts;
        }
    }
}
