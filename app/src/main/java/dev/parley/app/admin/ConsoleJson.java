// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channels.inspect.AppView;
import dev.parley.channels.inspect.ChannelDetail;
import dev.parley.channels.inspect.ChannelPage;
import dev.parley.channels.inspect.ChannelView;
import dev.parley.channels.inspect.ConnectionPage;
import dev.parley.channels.inspect.EventView;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the console reads, as JSON.
final class ConsoleJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConsoleJson() {}

    static ObjectNode empty() {
        return JSON.objectNode();
    }

    static ObjectNode overview(List<AppView> apps) {
        var overview = JSON.objectNode();
        overview.set(
                "apps",
                list(
                        apps,
                        app ->
                                JSON.objectNode()
                                        .put("id", app.id())
                                        .put("enabled", app.enabled())
                                        .put("connections", app.connections())
                                        .put("users", app.users())
                                        .put("channels", app.channels())));
        return overview;
    }

    static ObjectNode series(Map<String, List<Double>> series) {
        var json = JSON.objectNode();
        series.forEach((name, samples) -> {
            var array = json.putArray(name);
            samples.forEach(sample -> array.add(Math.round(sample * 10) / 10.0));
        });
        return json;
    }

    static ObjectNode counts(Map<String, Long> counts) {
        var json = JSON.objectNode();
        counts.forEach(json::put);
        return json;
    }

    static ObjectNode channels(ChannelPage page) {
        var json = JSON.objectNode().put("total", page.total());
        json.set("channels", list(page.channels(), ConsoleJson::channel));
        return json;
    }

    static ObjectNode channel(String name, Optional<ChannelDetail> detail, List<EventView> events) {
        var json = detail.map(found -> channel(found.channel())).orElseGet(JSON::objectNode);
        json.put("name", name);
        json.put("occupied", detail.isPresent());
        var members = json.putArray("members");
        detail.ifPresent(found -> found.members().forEach(members::add));
        json.set(
                "events",
                list(
                        events,
                        event ->
                                JSON.objectNode()
                                        .put("number", event.number())
                                        .put("at", event.at().toString())
                                        .put("frame", event.frame())
                                        .put("whole", event.whole())));
        return json;
    }

    static ObjectNode connections(ConnectionPage page) {
        var json = JSON.objectNode().put("total", page.total());
        json.set(
                "connections",
                list(
                        page.connections(),
                        connection -> {
                            var one =
                                    JSON.objectNode()
                                            .put("id", connection.id().value())
                                            .put("address", connection.address())
                                            .put("since", connection.since().toString())
                                            .put("user", connection.userId())
                                            .put("subscriptions", connection.subscriptions());
                            var channels = one.putArray("channels");
                            connection.channels().forEach(channels::add);
                            return one;
                        }));
        return json;
    }

    private static ObjectNode channel(ChannelView channel) {
        return JSON.objectNode()
                .put("name", channel.name())
                .put("type", channel.type().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("subscriptions", channel.subscriptions())
                .put("users", channel.users())
                .put("remembers", channel.remembers());
    }

    private static <T> ArrayNode list(Collection<T> values, Function<T, ObjectNode> one) {
        var array = JSON.arrayNode();
        values.forEach(value -> array.add(one.apply(value)));
        return array;
    }
}
