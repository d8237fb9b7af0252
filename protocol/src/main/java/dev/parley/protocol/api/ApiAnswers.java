// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The JSON bodies of the HTTP API's answers.
public final class ApiAnswers {
    /// The answer that says only "done".
    public static final String EMPTY = "{}";

    private ApiAnswers() {}

    /// Returns `{"channels":{…}}`, an object even if there are none.
    public static String channels(Map<String, ChannelInfo> channels) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("channels");
            for (var channel : channels.entrySet()) {
                json.writeFieldName(channel.getKey());
                write(json, channel.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /// Returns `{"batch":[…]}`, one object per event, in order.
    public static String batch(List<ChannelInfo> events) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("batch");
            for (var event : events) {
                write(json, event);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /// Returns the object of one channel.
    public static String channel(ChannelInfo channel) {
        return StrictJson.write(json -> write(json, channel));
    }

    /// Returns `{"users":[{"id":"1"},…]}`.
    public static String users(Collection<String> ids) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("users");
            for (var id : ids) {
                json.writeStartObject();
                json.writeStringField("id", id);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, ChannelInfo channel) throws IOException {
        json.writeStartObject();
        if (channel.occupied() != null) {
            json.writeBooleanField("occupied", channel.occupied());
        }
        if (channel.userCount() != null) {
            json.writeNumberField("user_count", channel.userCount());
        }
        if (channel.subscriptionCount() != null) {
            json.writeNumberField("subscription_count", channel.subscriptionCount());
        }
        var cache = channel.cache();
        if (cache != null && cache.data() == null) {
            json.writeNullField("cache");
        } else if (cache != null) {
            json.writeObjectFieldStart("cache");
            json.writeStringField("data", cache.data());
            json.writeNumberField("ttl", cache.ttlSeconds());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
