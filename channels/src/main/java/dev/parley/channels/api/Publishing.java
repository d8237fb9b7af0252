// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.api;

import dev.parley.channels.app.LiveApp;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.api.ApiAnswers;
import dev.parley.protocol.api.Attribute;
import dev.parley.protocol.api.ChannelInfo;
import dev.parley.protocol.api.PublishEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Publishes, and says what the publisher wanted to know about the channels.
final class Publishing {
    private Publishing() {}

    static String one(LiveApp app, PublishEvent event) {
        app.publish(List.of(event));
        if (event.info().isEmpty()) {
            return ApiAnswers.EMPTY;
        }
        var channels = new LinkedHashMap<String, ChannelInfo>();
        for (var channel : event.channels()) {
            channels.put(channel, info(app, app.rules().name(channel), event.info()));
        }
        return ApiAnswers.channels(channels);
    }

    static String batch(LiveApp app, List<PublishEvent> events) {
        app.publish(events);
        if (events.stream().allMatch(event -> event.info().isEmpty())) {
            return ApiAnswers.EMPTY;
        }
        return ApiAnswers.batch(
                events.stream()
                        .map(event ->
                                info(
                                        app,
                                        app.rules().name(event.channels().getFirst()),
                                        event.info()))
                        .toList());
    }

    /// Counts what applies to the channel; here, unlike in questions, the rest is left out.
    private static ChannelInfo info(LiveApp app, ChannelName channel, Set<Attribute> asked) {
        boolean presence = channel.type().isPresence();
        var channels = app.channels().find(channel);
        return new ChannelInfo(
                null,
                presence && asked.contains(Attribute.USER_COUNT)
                        ? channels.map(found -> found.users()).orElse(0)
                        : null,
                !presence
                                && app.settings().features().subscriptionCounts()
                                && asked.contains(Attribute.SUBSCRIPTION_COUNT)
                        ? channels.map(found -> found.subscriptions()).orElse(0)
                        : null,
                null);
    }
}
