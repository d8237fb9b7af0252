// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Join;
import dev.parley.bench.load.RequestTemplate;
import dev.parley.protocol.AppCredentials;
import java.time.InstantSource;
import java.util.Optional;

/// The Pusher protocol: public channels, signed publishes.
///
/// @param appId the app in the path of publishes
/// @param credentials sign publishes
/// @param clock the time of publishes
public record PusherDialect(String appId, AppCredentials credentials, InstantSource clock)
        implements Dialect {

    @Override
    public Join join(String channel) {
        return join(credentials.key(), channel);
    }

    /// Returns how a socket of an app subscribes to a public channel.
    ///
    /// @param key the app's
    public static Join join(String key, String channel) {
        return new Join(
                "/app/" + key + "?protocol=7&client=bench&version=1",
                Optional.of(PusherFrames.subscribe(channel)));
    }

    @Override
    public RequestTemplate publish(String channel, String data) {
        return RequestTemplate.signed(
                credentials,
                "/apps/" + appId + "/events",
                "{\"name\":\"new-message\",\"channel\":\""
                        + channel
                        + "\",\"data\":\""
                        + data
                        + "\"}",
                clock.instant());
    }
}
