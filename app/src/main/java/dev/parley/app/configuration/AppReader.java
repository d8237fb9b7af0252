// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.strict.StrictJsonObject;
import dev.parley.channels.config.App;
import dev.parley.channels.config.Features;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one app of `CHANNELS_CONFIG`.
final class AppReader {
    private AppReader() {}

    static App app(StrictJsonObject app) {
        return app.build(() ->
                new App(
                        app.requiredText("id"),
                        app.objects("keys").stream().map(AppReader::key).toList(),
                        app.flag("enabled", true),
                        features(app.object("features")),
                        Set.copyOf(app.texts("origins")),
                        app.count("maxConnections", Integer.MAX_VALUE),
                        limits(app.object("limits")),
                        app.objects("webhooks").stream().map(AppReader::webhook).toList()));
    }

    private static AppCredentials key(StrictJsonObject key) {
        return key.build(
                () -> new AppCredentials(key.requiredText("key"), key.requiredSecret("secret")));
    }

    private static Features features(StrictJsonObject features) {
        var otherwise = Features.defaults();
        return features.build(() ->
                new Features(
                        features.flag("clientEvents", otherwise.clientEvents()),
                        features.flag("subscriptionCounts", otherwise.subscriptionCounts()),
                        features.flag("watchlists", otherwise.watchlists()),
                        features.flag("tlsOnly", otherwise.tlsOnly()),
                        features.duration("authorizationTimeout").orElse(null)));
    }

    private static Limits limits(StrictJsonObject limits) {
        var otherwise = Limits.defaults();
        return limits.build(() ->
                new Limits(
                        limits.count("channelNameLength", otherwise.channelNameLength()),
                        limits.count("eventNameLength", otherwise.eventNameLength()),
                        limits.smallBytes("eventDataBytes", otherwise.eventDataBytes()),
                        limits.count("channelsPerEvent", otherwise.channelsPerEvent()),
                        limits.count("eventsPerBatch", otherwise.eventsPerBatch()),
                        limits.count("presenceMembers", otherwise.presenceMembers()),
                        limits.count("userIdLength", otherwise.userIdLength()),
                        limits.smallBytes("userInfoBytes", otherwise.userInfoBytes()),
                        limits.count("clientEventsPerSecond", otherwise.clientEventsPerSecond()),
                        limits.count("channelsPerConnection", otherwise.channelsPerConnection()),
                        limits.count("watchlistLength", otherwise.watchlistLength())));
    }

    private static WebhookEndpoint webhook(StrictJsonObject webhook) {
        return webhook.build(() ->
                new WebhookEndpoint(
                        url(webhook),
                        events(webhook),
                        webhook.textsByName("headers"),
                        webhook.flag("batched", true),
                        webhook.flag("privateAddresses", false),
                        webhook.count("queueEvents", WebhookEndpoint.DEFAULT_QUEUE_EVENTS)));
    }

    private static URI url(StrictJsonObject webhook) {
        var text = webhook.requiredText("url");
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw webhook.wrong("url", text, "an http or https address");
        }
    }

    private static Set<WebhookEvent> events(StrictJsonObject webhook) {
        if (!webhook.has("events")) {
            return EnumSet.allOf(WebhookEvent.class);
        }
        return webhook.texts("events").stream()
                .map(name ->
                        Stream.of(WebhookEvent.values())
                                .filter(event -> event.wireName().equals(name))
                                .findFirst()
                                .orElseThrow(() -> webhook.wrong("events", name, allNames())))
                .collect(Collectors.toSet());
    }

    private static String allNames() {
        return "one of "
                + Stream.of(WebhookEvent.values())
                        .map(WebhookEvent::wireName)
                        .collect(Collectors.joining(", "));
    }
}
