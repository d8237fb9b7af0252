// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The body of `POST …/users/{id}/revoke`, an extension of ours: channels that a user may hear no longer.
///
/// @param channels their full names
/// @param reason a sentence for people
public record Revocation(List<String> channels, String reason) {
    private static final String NO_REASON = "You may not listen to this channel any more.";
    private static final int MAX_REASON = 200;

    /// Copies the list.
    public Revocation {
        channels = List.copyOf(channels);
    }

    /// Reads a body, `{"channels": ["…"], "reason": "…"}`; the reason may be missing.
    ///
    /// @throws ApiException 400 if it is not such an object, or names no channel or too many
    public static Revocation parse(byte[] body, Limits limits) {
        var reader = new Reader();
        try {
            StrictJson.readObject(RequestTarget.utf8(body), reader::member);
        } catch (ProtocolException e) {
            throw new ApiException(400, e.reason());
        }
        if (reader.channels.isEmpty() || reader.channels.size() > limits.channelsPerEvent()) {
            throw new ApiException(
                    400, "channels must name 1 to " + limits.channelsPerEvent() + " channels");
        }
        return new Revocation(reader.channels, reader.reason);
    }

    /// Writes the body.
    public String json() {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("channels");
            for (var channel : channels) {
                json.writeString(channel);
            }
            json.writeEndArray();
            json.writeStringField("reason", reason);
            json.writeEndObject();
        });
    }

    private static final class Reader {
        private final List<String> channels = new ArrayList<>();
        private String reason = NO_REASON;

        void member(String name, JsonParser value) throws IOException {
            if (StrictJson.isAbsent(value)) {
                return;
            }
            switch (name) {
                case "channels" -> readChannels(value);
                case "reason" -> reason = shortened(StrictJson.string(value, "reason"));
                default -> {}
            }
        }

        private void readChannels(JsonParser value) throws IOException {
            if (value.currentToken() != JsonToken.START_ARRAY) {
                throw new ProtocolException("channels must be an array of strings");
            }
            while (value.nextToken() != JsonToken.END_ARRAY) {
                channels.add(StrictJson.string(value, "channels"));
            }
        }

        private static String shortened(String text) {
            return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
        }
    }
}
