// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a [ServerFrame] into the text of a WebSocket message.
///
/// `data` is a string that holds JSON, save in `pusher:error`, `pusher:subscription_error` and
/// `pusher:signin_success`, where clients expect an object, and in client events, whose data keeps
/// the sender's form.
public final class ServerFrameWriter {
    private static final String EMPTY = "{}";

    private ServerFrameWriter() {}

    /// Returns the frame's JSON.
    public static String write(ServerFrame frame) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            members(json, frame);
            json.writeEndObject();
        });
    }

    private static void members(JsonGenerator json, ServerFrame frame) throws IOException {
        switch (frame) {
            case ServerFrame.ConnectionEstablished established ->
                    texts(json, "pusher:connection_established", null, data(established));
            case ServerFrame.Failure error -> error(json, error);
            case ServerFrame.Ping _ -> texts(json, "pusher:ping", null, EMPTY);
            case ServerFrame.Pong _ -> texts(json, "pusher:pong", null, EMPTY);
            case ServerFrame.SubscriptionSucceeded(var channel) ->
                    texts(json, "pusher_internal:subscription_succeeded", channel, EMPTY);
            case ServerFrame.PresenceSucceeded(var channel, var members) ->
                    texts(
                            json,
                            "pusher_internal:subscription_succeeded",
                            channel,
                            presence(members));
            case ServerFrame.SubscriptionError refused -> subscriptionError(json, refused);
            case ServerFrame.MemberAdded(var channel, var member) ->
                    texts(json, "pusher_internal:member_added", channel, member(member));
            case ServerFrame.MemberRemoved(var channel, var userId) ->
                    texts(
                            json,
                            "pusher_internal:member_removed",
                            channel,
                            member(new PresenceData(userId, null)));
            case ServerFrame.Event(var channel, var name, var data) ->
                    texts(json, name, channel, data);
            case ServerFrame.ClientEvent event -> clientEvent(json, event);
            case ServerFrame.CacheMiss(var channel) ->
                    texts(json, "pusher:cache_miss", channel, EMPTY);
            case ServerFrame.SubscriptionCount(var channel, var subscriptions) ->
                    texts(
                            json,
                            "pusher_internal:subscription_count",
                            channel,
                            "{\"subscription_count\":" + subscriptions + "}");
            case ServerFrame.WatchlistEvents events ->
                    texts(json, "pusher_internal:watchlist_events", null, watchlist(events));
            case ServerFrame.SignInSucceeded(var userData) -> {
                json.writeStringField("event", "pusher:signin_success");
                json.writeObjectFieldStart("data");
                json.writeStringField("user_data", userData);
                json.writeEndObject();
            }
        }
    }

    private static void texts(
            JsonGenerator json, String event, @Nullable String channel, String data)
            throws IOException {
        json.writeStringField("event", event);
        if (channel != null) {
            json.writeStringField("channel", channel);
        }
        json.writeStringField("data", data);
    }

    private static void error(JsonGenerator json, ServerFrame.Failure error) throws IOException {
        json.writeStringField("event", "pusher:error");
        json.writeObjectFieldStart("data");
        if (error.code() == null) {
            json.writeNullField("code");
        } else {
            json.writeNumberField("code", error.code().number());
        }
        json.writeStringField("message", error.message());
        json.writeEndObject();
    }

    private static void subscriptionError(JsonGenerator json, ServerFrame.SubscriptionError refused)
            throws IOException {
        json.writeStringField("event", "pusher:subscription_error");
        json.writeStringField("channel", refused.channel());
        json.writeObjectFieldStart("data");
        json.writeStringField("type", refused.type());
        json.writeStringField("error", refused.error());
        json.writeNumberField("status", refused.status());
        json.writeEndObject();
    }

    private static void clientEvent(JsonGenerator json, ServerFrame.ClientEvent event)
            throws IOException {
        json.writeStringField("event", event.name());
        json.writeStringField("channel", event.channel());
        if (event.data() != null) {
            raw(json, "data", event.data());
        }
        if (event.userId() != null) {
            json.writeStringField("user_id", event.userId());
        }
    }

    private static String data(ServerFrame.ConnectionEstablished established) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("socket_id", established.socketId().value());
            json.writeNumberField("activity_timeout", established.activityTimeoutSeconds());
            json.writeEndObject();
        });
    }

    private static String member(PresenceData member) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("user_id", member.userId());
            if (member.userInfo() != null) {
                raw(json, "user_info", member.userInfo());
            }
            json.writeEndObject();
        });
    }

    private static String presence(List<PresenceData> members) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("presence");
            json.writeNumberField("count", members.size());
            json.writeArrayFieldStart("ids");
            for (var member : members) {
                json.writeString(member.userId());
            }
            json.writeEndArray();
            json.writeObjectFieldStart("hash");
            for (var member : members) {
                raw(json, member.userId(), member.userInfo());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String watchlist(ServerFrame.WatchlistEvents events) {
        return StrictJson.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            watchlist(json, "online", events.online());
            watchlist(json, "offline", events.offline());
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void watchlist(JsonGenerator json, String name, List<String> ids)
            throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("user_ids");
        for (var id : ids) {
            json.writeString(id);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value == null ? "null" : value);
    }
}
