package dev.parley.channels.config;

import dev.parley.protocol.Limits;
import dev.parley.protocol.Range;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;

/// Everything a server is told.
///
/// @param bindAddress the address to listen on, such as `127.0.0.1` or `0.0.0.0`
/// @param port the port to listen on; 0 takes a free one
/// @param pathPrefix what stands before `/app/` and `/apps/` in every address, such as `/realtime`;
///     empty for nothing
/// @param apps the applications, at least one; ids and keys are unique
/// @param limits sizes and counts of the protocol
/// @param serverLimits sizes, counts and times of connections
/// @param loops event loops, one thread each
/// @param clock the time signatures are checked against
public record ChannelsConfig(
        String bindAddress,
        int port,
        String pathPrefix,
        List<App> apps,
        Limits limits,
        ServerLimits serverLimits,
        int loops,
        InstantSource clock) {

    /// Copies the apps and refuses contradictions.
    public ChannelsConfig {
        apps = List.copyOf(apps);
        Range.check("port", port, 0, 65_535);
        Range.check("apps", apps.size(), 1, 100_000);
        Range.check("loops", loops, 1, 1_024);
        if (!pathPrefix.isEmpty() && (!pathPrefix.startsWith("/") || pathPrefix.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "pathPrefix must begin with a slash and not end with one, is: " + pathPrefix);
        }
        var seen = new HashSet<String>();
        for (var app : apps) {
            if (!seen.add("id " + app.id())) {
                throw new IllegalArgumentException("two apps have the id " + app.id());
            }
            for (var key : app.keys()) {
                if (!seen.add("key " + key.key())) {
                    throw new IllegalArgumentException("two apps have the key " + key.key());
                }
            }
        }
    }

    /// Returns a configuration with all defaults, one loop per processor.
    public static ChannelsConfig of(
            String bindAddress, int port, List<App> apps, InstantSource clock) {
        return new ChannelsConfig(
                bindAddress,
                port,
                "",
                apps,
                Limits.defaults(),
                ServerLimits.defaults(),
                Runtime.getRuntime().availableProcessors(),
                clock);
    }

    /// Returns this configuration mounted below a path prefix.
    public ChannelsConfig withPathPrefix(String prefix) {
        return new ChannelsConfig(
                bindAddress, port, prefix, apps, limits, serverLimits, loops, clock);
    }

    /// Returns this configuration with other limits.
    public ChannelsConfig withLimits(Limits other, ServerLimits otherServer) {
        return new ChannelsConfig(
                bindAddress, port, pathPrefix, apps, other, otherServer, loops, clock);
    }

    /// Returns this configuration with another number of event loops.
    public ChannelsConfig withLoops(int count) {
        return new ChannelsConfig(
                bindAddress, port, pathPrefix, apps, limits, serverLimits, count, clock);
    }
}
