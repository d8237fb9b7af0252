// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Join;
import dev.parley.bench.load.RequestTemplate;
import java.util.Optional;

/// The bare topic server of [UwsPeer]: sockets join as in the Pusher protocol, a publish is
/// unsigned and its body is the very frame that subscribers get.
final class TopicDialect implements Dialect {
    @Override
    public Join join(String channel) {
        return new Join("/app/bench", Optional.of(PusherFrames.subscribe(channel)));
    }

    @Override
    public RequestTemplate publish(String channel, String data) {
        return RequestTemplate.plain(
                "/publish/" + channel, "application/json", PusherFrames.event(channel, data));
    }
}
