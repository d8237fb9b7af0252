// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;

/// The app that Pusher servers are started with.
public final class LocalApp {
    /// All load comes from one address, which is not a single client's then: our server's
    /// `CHANNELS_CONFIG`.
    public static final String CROWDED =
            """
            {"limits": {"connections": {"perAddress": 1000000, "handshakesPerSecond": 1000000}}}\
            """;

    /// Names the app to clients; what `./parley up` uses by default, too.
    public static final String KEY = "parley-key";

    static final String ID = "parley";
    static final String SECRET = "parley-secret";
    static final AppCredentials CREDENTIALS = new AppCredentials(KEY, new Secret(SECRET));

    private LocalApp() {}
}
