package dev.parley.channels.config;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Range;
import java.util.List;

/// One application the server serves. Applications share nothing but the machine.
///
/// @param id the id in the addresses of the HTTP API
/// @param keys the keys and secrets that work now, the oldest first; several while one is replaced
/// @param clientEvents whether subscribers may send events to each other
/// @param maxConnections how many connections the app may have at once, at least 1
public record App(String id, List<AppCredentials> keys, boolean clientEvents, int maxConnections) {

    /// Copies the keys and refuses an app nobody could reach.
    public App {
        keys = List.copyOf(keys);
        if (id.isEmpty() || id.contains("/")) {
            throw new IllegalArgumentException("the app id must be a part of a path, is: " + id);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("app " + id + " has no key");
        }
        Range.check("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    }

    /// Returns an app with one key, client events allowed and no limit of its own.
    public static App of(String id, AppCredentials key) {
        return new App(id, List.of(key), true, Integer.MAX_VALUE);
    }
}
