// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Pusher;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/// What the channels server is told, out of what the operator has set.
final class ChannelsSettings {
    private static final int MOST_NAMES = 5;

    private ChannelsSettings() {}

    static ChannelsConfig of(
            Configuration configuration, Pusher.Local local, Clock clock, MeterRegistry meters) {
        var server = local.tree().server();
        var proxies =
                server.trustedProxies().isEmpty()
                        ? configuration.http().trustedProxies()
                        : server.trustedProxies();
        var config =
                ChannelsConfig.of(
                                configuration.bindAddress(),
                                local.port(),
                                local.tree().apps(),
                                clock)
                        .withPathPrefix(server.pathPrefix())
                        .withTrustedProxies(proxies.toArray(String[]::new))
                        .with(server.limits())
                        .with(meters);
        var secured = server.tls().map(config::with).orElse(config);
        return server.loops().map(secured::withLoops).orElse(secured);
    }

    /// Returns the apps' ids for a person to read.
    static String names(List<App> apps) {
        var names = apps.stream().map(App::id).limit(MOST_NAMES).collect(Collectors.joining(", "));
        return apps.size() <= MOST_NAMES
                ? names
                : names + " and " + (apps.size() - MOST_NAMES) + " more";
    }
}
