package dev.parley.channels.app;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.room.Mailbox;
import dev.parley.channels.room.RoomListener;
import dev.parley.protocol.AppCredentials;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All applications of a server. Immutable.
public final class LiveApps {
    private final Map<String, LiveApp> byId = new HashMap<>();
    private final Map<String, LiveApp> byKey = new HashMap<>();

    /// @param config names the apps and their limits
    /// @param mailboxes those of every event loop
    /// @param meters where publishes are counted
    public LiveApps(ChannelsConfig config, List<Mailbox> mailboxes, ServerMeters meters) {
        this(config, mailboxes, meters, _ -> Optional.empty());
    }

    /// @param config names the apps and their limits
    /// @param mailboxes those of every event loop
    /// @param meters where publishes are counted
    /// @param listeners hears what happens in the rooms of each app, if somebody wants to
    public LiveApps(
            ChannelsConfig config,
            List<Mailbox> mailboxes,
            ServerMeters meters,
            Function<App, Optional<RoomListener>> listeners) {
        for (App app : config.apps()) {
            var live =
                    new LiveApp(app, config, mailboxes, meters, listeners.apply(app).orElse(null));
            byId.put(app.id(), live);
            app.keys().stream().map(AppCredentials::key).forEach(key -> byKey.put(key, live));
        }
    }

    /// Returns the app with an id.
    public Optional<LiveApp> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Returns the app one of whose keys this is.
    public Optional<LiveApp> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// Returns every app.
    public Collection<LiveApp> all() {
        return byId.values();
    }
}
