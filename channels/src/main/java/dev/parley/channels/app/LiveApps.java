// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import dev.parley.channels.channel.ChannelListener;
import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.config.App;
import dev.parley.channels.config.AppRules;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.protocol.AppCredentials;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All applications of a server. Thread-safe: readers see either the apps before a reload or those
/// after it.
public final class LiveApps {
    private final Function<App, LiveApp> begin;

    private volatile Snapshot now = new Snapshot(Map.of(), Map.of());

    /// The apps between two reloads; immutable.
    private record Snapshot(Map<String, LiveApp> byId, Map<String, LiveApp> byKey) {}

    /// @param config names the apps and their limits
    /// @param taskQueues those of every event loop
    /// @param meters where publishes are counted
    public LiveApps(ChannelsConfig config, List<LoopTaskQueue> taskQueues, ServerMeters meters) {
        this(config, taskQueues, meters, _ -> Optional.empty());
    }

    /// @param config names the apps and their limits
    /// @param taskQueues those of every event loop
    /// @param meters where publishes are counted
    /// @param listeners hears what happens in the channels of each app, if somebody wants to
    public LiveApps(
            ChannelsConfig config,
            List<LoopTaskQueue> taskQueues,
            ServerMeters meters,
            Function<App, Optional<ChannelListener>> listeners) {
        this.begin =
                app ->
                        new LiveApp(
                                app, config, taskQueues, meters, listeners.apply(app).orElse(null));
        reload(config.apps());
    }

    /// Serves other apps from now on. An app that stays keeps its connections and channels and does
    /// new work by its new settings; one that is gone or switched off loses its connections.
    ///
    /// @throws IllegalArgumentException if there is no app, or two share an id or a key; then
    ///     nothing was changed
    public synchronized void reload(List<App> apps) {
        var checked = AppRules.check(apps);
        var before = now;
        var byId = new HashMap<String, LiveApp>();
        var byKey = new HashMap<String, LiveApp>();
        for (var app : checked) {
            var known = before.byId.get(app.id());
            var live = known == null ? begin.apply(app) : known;
            byId.put(app.id(), live);
            app.keys().stream().map(AppCredentials::key).forEach(key -> byKey.put(key, live));
        }
        // First the way in, so that no connection of an app that goes slips through.
        now = new Snapshot(Map.copyOf(byId), Map.copyOf(byKey));
        for (var app : checked) {
            var known = before.byId.get(app.id());
            if (known != null && !app.equals(known.settings())) {
                known.change(app);
            }
        }
        before.byId.forEach((id, live) -> {
            if (!byId.containsKey(id)) {
                live.remove();
            }
        });
    }

    /// Returns the app with an id.
    public Optional<LiveApp> byId(String id) {
        return Optional.ofNullable(now.byId.get(id));
    }

    /// Returns the app one of whose keys this is.
    public Optional<LiveApp> byKey(String key) {
        return Optional.ofNullable(now.byKey.get(key));
    }

    /// Returns every app.
    public Collection<LiveApp> all() {
        return now.byId.values();
    }
}
