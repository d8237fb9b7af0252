package dev.parley.bench.peer;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;

/// The app that Pusher servers are started with.
final class LocalApp {
    static final String ID = "parley";
    static final String KEY = "parley-key";
    static final String SECRET = "parley-secret";
    static final AppCredentials CREDENTIALS = new AppCredentials(KEY, new Secret(SECRET));

    private LocalApp() {}
}
