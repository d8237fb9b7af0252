// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.api;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.channel.Channel;
import dev.parley.protocol.ChannelType;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.api.ApiAnswers;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.Attribute;
import dev.parley.protocol.api.ChannelInfo;
import dev.parley.protocol.api.RequestTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Answers questions about an app's channels.
final class Queries {
    private static final ChannelInfo NOTHING = new ChannelInfo(null, null, null, null);

    private static final int MAX_QUOTED = 10;
    private static final Set<String> AUTHENTICATION =
            Set.of("auth_key", "auth_timestamp", "auth_version", "auth_signature", "body_md5");

    private final LiveApp app;
    private final InstantSource clock;

    Queries(LiveApp app, InstantSource clock) {
        this.app = app;
        this.clock = clock;
    }

    String channels(RequestTarget target) {
        var prefix = target.value("filter_by_prefix").orElse("");
        var asked = asked(target);
        if (asked.contains(Attribute.USER_COUNT)
                && !prefix.startsWith(ChannelType.PRESENCE.prefix())) {
            throw new ApiException(400, "user_count needs a filter_by_prefix of presence-");
        }
        refuse(asked, Attribute.SUBSCRIPTION_COUNT, Attribute.CACHE);
        var found = new TreeMap<String, ChannelInfo>();
        for (var channel : app.channels().all()) {
            var name = channel.name();
            if (name.value().startsWith(prefix)
                    && name.type() != ChannelType.SERVER_TO_USER
                    && channel.subscriptions() > 0) {
                found.put(
                        name.value(),
                        asked.isEmpty()
                                ? NOTHING
                                : new ChannelInfo(null, channel.users(), null, null));
            }
        }
        return ApiAnswers.channels(found);
    }

    String channel(String text, RequestTarget target) {
        var name = app.rules().name(text);
        var asked = asked(target);
        refuse(
                asked,
                name.type().isPresence() ? Attribute.SUBSCRIPTION_COUNT : Attribute.USER_COUNT);
        if (!name.type().isCached()) {
            refuse(asked, Attribute.CACHE);
        }
        if (!app.settings().features().subscriptionCounts()
                && asked.contains(Attribute.SUBSCRIPTION_COUNT)) {
            throw new ApiException(400, "subscription_count is not switched on for this app");
        }
        var channels = app.channels().find(name);
        int subscriptions = channels.map(Channel::subscriptions).orElse(0);
        return ApiAnswers.channel(
                new ChannelInfo(
                        subscriptions > 0,
                        asked.contains(Attribute.USER_COUNT)
                                ? channels.map(Channel::users).orElse(0)
                                : null,
                        asked.contains(Attribute.SUBSCRIPTION_COUNT) ? subscriptions : null,
                        asked.contains(Attribute.CACHE)
                                ? channels.map(this::cache).orElse(new ChannelInfo.Cache(null, 0))
                                : null));
    }

    String users(String text, RequestTarget target) {
        var name = app.rules().name(text);
        if (!name.type().isPresence()) {
            throw new ApiException(400, "Users can be listed of presence channels only");
        }
        refuseExtraneous(target);
        return ApiAnswers.users(app.channels().find(name).map(Channel::userIds).orElse(List.of()));
    }

    /// The deprecated form of [#channel], which takes no parameters.
    String stats(String text) {
        var name = app.rules().name(text);
        var channels = app.channels().find(name);
        int subscriptions = channels.map(Channel::subscriptions).orElse(0);
        return ApiAnswers.channel(
                new ChannelInfo(
                        subscriptions > 0,
                        name.type().isPresence() ? channels.map(Channel::users).orElse(0) : null,
                        null,
                        null));
    }

    private static void refuseExtraneous(RequestTarget target) {
        var extraneous =
                target.query().stream()
                        .map(Parameter::name)
                        .filter(name -> !AUTHENTICATION.contains(name.toLowerCase(Locale.ROOT)))
                        .limit(MAX_QUOTED)
                        .collect(Collectors.joining(", "));
        if (!extraneous.isEmpty()) {
            throw new ApiException(
                    400, "The following query string parameters are extraneous: " + extraneous);
        }
    }

    private ChannelInfo.Cache cache(Channel channel) {
        var now = clock.instant();
        return channel.remembered(now)
                .map(event ->
                        new ChannelInfo.Cache(
                                event.data(), Duration.between(now, event.until()).toSeconds()))
                .orElse(new ChannelInfo.Cache(null, 0));
    }

    private static Set<Attribute> asked(RequestTarget target) {
        return target.value("info").map(Attribute::parse).orElse(Set.of());
    }

    private static void refuse(Set<Attribute> asked, Attribute... inapplicable) {
        for (var attribute : inapplicable) {
            if (asked.contains(attribute)) {
                throw new ApiException(400, "An attribute of info does not apply to the channel");
            }
        }
    }
}
