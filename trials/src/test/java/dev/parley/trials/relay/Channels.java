// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.relay;

import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.config.ServerLimits;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.time.Clock;
import java.util.List;

/// Starts channels servers whose clients are all on this machine.
final class Channels {
    static final String APP_ID = "trial";
    static final AppCredentials CREDENTIALS =
            new AppCredentials("trial-key", new Secret("trial-secret"));

    private static final int CONNECTIONS = 10_000;

    private Channels() {}

    static ChannelServer start() {
        var config =
                ChannelsConfig.of(
                        "127.0.0.1", 0, List.of(App.of(APP_ID, CREDENTIALS)), Clock.systemUTC());
        return ChannelServer.start(config.with(limits()));
    }

    /// One address may do what the whole server may.
    private static ServerLimits limits() {
        return ServerLimits.defaults()
                .with(new ConnectionLimits(CONNECTIONS, CONNECTIONS, CONNECTIONS));
    }
}
