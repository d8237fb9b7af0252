// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Range;
import java.util.List;
import java.util.Set;

/// One application the server serves. Applications share nothing but the machine.
///
/// @param id the id in the addresses of the HTTP API
/// @param keys the keys and secrets that work now, the oldest first; several while one is replaced
/// @param enabled whether it is served; a switched-off app answers 4003 and 403
/// @param features what is switched on
/// @param origins the web origins whose pages may connect, such as `https://chat.example`, compared
///     exactly; empty for all. Clients that name no origin are no browsers and may always connect
/// @param maxConnections how many connections the app may have at once, at least 1
/// @param limits sizes and counts of the protocol
/// @param webhooks where the application wants to be told of events
public record App(
        String id,
        List<AppCredentials> keys,
        boolean enabled,
        Features features,
        Set<String> origins,
        int maxConnections,
        Limits limits,
        List<WebhookEndpoint> webhooks) {

    /// Copies the collections and refuses an app nobody could reach.
    public App {
        keys = List.copyOf(keys);
        origins = Set.copyOf(origins);
        webhooks = List.copyOf(webhooks);
        if (id.isEmpty() || id.contains("/")) {
            throw new IllegalArgumentException("the app id must be a part of a path, is: " + id);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("app " + id + " has no key");
        }
        Range.check("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    }

    /// Returns an app with one key and all defaults.
    public static App of(String id, AppCredentials key) {
        return new App(
                id,
                List.of(key),
                true,
                Features.defaults(),
                Set.of(),
                Integer.MAX_VALUE,
                Limits.defaults(),
                List.of());
    }

    /// Returns this app with other features.
    public App with(Features other) {
        return new App(id, keys, enabled, other, origins, maxConnections, limits, webhooks);
    }

    /// Returns this app with other limits.
    public App with(Limits other) {
        return new App(id, keys, enabled, features, origins, maxConnections, other, webhooks);
    }

    /// Returns this app with other webhooks.
    public App withWebhooks(WebhookEndpoint... others) {
        return new App(
                id, keys, enabled, features, origins, maxConnections, limits, List.of(others));
    }

    /// Returns this app with another number of connections.
    public App withMaxConnections(int count) {
        return new App(id, keys, enabled, features, origins, count, limits, webhooks);
    }

    /// Returns this app open to the pages of some origins only.
    public App withOrigins(String... allowed) {
        return new App(
                id, keys, enabled, features, Set.of(allowed), maxConnections, limits, webhooks);
    }

    /// Returns this app switched off.
    public App disabled() {
        return new App(id, keys, false, features, origins, maxConnections, limits, webhooks);
    }
}
