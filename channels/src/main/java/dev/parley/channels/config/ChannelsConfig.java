// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a server is told.
///
/// @param bindAddress the address to listen on, such as `127.0.0.1` or `0.0.0.0`
/// @param port the port to listen on; 0 takes a free one
/// @param pathPrefix what stands before `/app/` and `/apps/` in every address, such as `/realtime`;
///     empty for nothing
/// @param tls the server's certificate; null when it speaks plain TCP, as behind a proxy
/// @param trustedProxies addresses or CIDR ranges of the proxies whose `X-Forwarded-For` and
///     `X-Forwarded-Proto` are believed
/// @param apps the applications, at least one; ids and keys are unique
/// @param limits what peers may take of the server
/// @param loops event loops, one thread each
/// @param clock the time signatures are checked against
/// @param meters where the server counts
public record ChannelsConfig(
        String bindAddress,
        int port,
        String pathPrefix,
        @Nullable Tls tls,
        List<String> trustedProxies,
        List<App> apps,
        ServerLimits limits,
        int loops,
        InstantSource clock,
        MeterRegistry meters) {

    /// Copies the collections and refuses contradictions.
    public ChannelsConfig {
        apps = AppRules.check(apps);
        trustedProxies = List.copyOf(trustedProxies);
        Range.check("port", port, 0, 65_535);
        Range.check("loops", loops, 1, 1_024);
        if (!pathPrefix.isEmpty() && (!pathPrefix.startsWith("/") || pathPrefix.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "pathPrefix must begin with a slash and not end with one, is: " + pathPrefix);
        }
    }

    /// Returns a configuration with all defaults, one loop per processor, that counts nowhere.
    public static ChannelsConfig of(
            String bindAddress, int port, List<App> apps, InstantSource clock) {
        return new ChannelsConfig(
                bindAddress,
                port,
                "",
                null,
                List.of(),
                apps,
                ServerLimits.defaults(),
                Runtime.getRuntime().availableProcessors(),
                clock,
                new CompositeMeterRegistry());
    }

    /// Returns this configuration mounted below a path prefix.
    public ChannelsConfig withPathPrefix(String prefix) {
        return new ChannelsConfig(
                bindAddress, port, prefix, tls, trustedProxies, apps, limits, loops, clock, meters);
    }

    /// Returns this configuration speaking TLS.
    public ChannelsConfig with(Tls own) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                own,
                trustedProxies,
                apps,
                limits,
                loops,
                clock,
                meters);
    }

    /// Returns this configuration behind proxies.
    public ChannelsConfig withTrustedProxies(String... ranges) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                tls,
                List.of(ranges),
                apps,
                limits,
                loops,
                clock,
                meters);
    }

    /// Returns this configuration for other apps.
    public ChannelsConfig withApps(List<App> others) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                tls,
                trustedProxies,
                others,
                limits,
                loops,
                clock,
                meters);
    }

    /// Returns this configuration with other limits.
    public ChannelsConfig with(ServerLimits other) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                tls,
                trustedProxies,
                apps,
                other,
                loops,
                clock,
                meters);
    }

    /// Returns this configuration with another number of event loops.
    public ChannelsConfig withLoops(int count) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                tls,
                trustedProxies,
                apps,
                limits,
                count,
                clock,
                meters);
    }

    /// Returns this configuration counting elsewhere.
    public ChannelsConfig with(MeterRegistry registry) {
        return new ChannelsConfig(
                bindAddress,
                port,
                pathPrefix,
                tls,
                trustedProxies,
                apps,
                limits,
                loops,
                clock,
                registry);
    }
}
