// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.config.App;
import dev.parley.channels.config.Features;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;

/// Settings of an app whose presence channels hold two users.
final class Settings {
    private Settings() {}

    /// @param counting whether subscribers are told how many they are
    static App of(boolean counting) {
        return App.of("app", new AppCredentials("key", new Secret("secret")))
                .with(new Limits(164, 200, 10_240, 100, 10, 2, 128, 1_024, 10, 1_000, 100))
                .with(new Features(true, counting, true, false, null));
    }
}
