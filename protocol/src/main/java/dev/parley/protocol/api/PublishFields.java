// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.protocol.Limits;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of one event while they are read. Not thread-safe.
final class PublishFields {
    private final String text;
    private final Limits limits;
    private final List<String> channels = new ArrayList<>();
    private boolean listed;
    private @Nullable String name;
    private @Nullable String data;
    private @Nullable SocketId except;
    private Set<Attribute> info = Set.of();
    private @Nullable String id;

    PublishFields(String text, Limits limits) {
        this.text = text;
        this.limits = limits;
    }

    void member(String member, JsonParser value) throws IOException {
        if (StrictJson.isAbsent(value)) {
            return;
        }
        switch (member) {
            case "name" -> name = StrictJson.string(value, "name");
            case "data" -> data = data(value);
            case "channel" -> addChannel(StrictJson.string(value, "channel"));
            case "channels" -> readChannels(value);
            case "socket_id" -> except = new SocketId(StrictJson.string(value, "socket_id"));
            case "idempotency_key" -> id = StrictJson.string(value, "idempotency_key");
            case "info" -> info = Attribute.parse(StrictJson.string(value, "info"));
            default -> {}
        }
    }

    void setData(String text) {
        data = text;
    }

    /// Takes from a query what is missing.
    PublishEvent complete(List<Parameter> query) {
        boolean namesChannels = channels.isEmpty();
        for (var parameter : query) {
            switch (parameter.name()) {
                case "name" -> name = name == null ? parameter.value() : name;
                case "data" -> data = data == null ? parameter.value() : data;
                case "socket_id" ->
                        except = except == null ? new SocketId(parameter.value()) : except;
                case "info" -> info = info.isEmpty() ? Attribute.parse(parameter.value()) : info;
                case "channel", "channels[]" -> {
                    if (namesChannels) {
                        addChannel(parameter.value());
                    }
                }
                default -> {}
            }
        }
        return finish();
    }

    private PublishEvent finish() {
        if (name == null) {
            throw missing("name");
        }
        if (data == null) {
            throw missing("data");
        }
        if (channels.isEmpty()) {
            throw missing("channel");
        }
        return new PublishEvent(name, data, channels, except, info, id);
    }

    private static ApiException missing(String member) {
        return new ApiException(
                400, "An event needs name, data and channels; " + member + " is missing");
    }

    PublishEvent finishBatched() {
        if (listed) {
            throw new ApiException(400, "An event of a batch has one channel");
        }
        return finish();
    }

    private String data(JsonParser value) throws IOException {
        return switch (value.currentToken()) {
            case VALUE_STRING -> value.getText();
            case START_OBJECT, START_ARRAY -> StrictJson.raw(value, text);
            default -> throw new ApiException(400, "data must be a string");
        };
    }

    private void readChannels(JsonParser value) throws IOException {
        listed = true;
        if (value.currentToken() != JsonToken.START_ARRAY) {
            throw new ApiException(400, "channels must be an array of strings");
        }
        while (value.nextToken() != JsonToken.END_ARRAY) {
            addChannel(StrictJson.string(value, "channels"));
        }
    }

    void addChannel(String channel) {
        if (channels.size() == limits.channelsPerEvent()) {
            throw new ApiException(
                    400, "An event needs 1 to " + limits.channelsPerEvent() + " channels");
        }
        channels.add(channel);
    }
}
