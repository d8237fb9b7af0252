// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Join;
import dev.parley.bench.load.RequestTemplate;
import java.util.Optional;

/// nchan's: the path alone subscribes, a publish is unsigned and its body is the very frame that
/// subscribers get.
final class NchanDialect implements Dialect {
    @Override
    public Join join(String channel) {
        return new Join("/subscribe/" + channel, Optional.empty());
    }

    @Override
    public RequestTemplate publish(String channel, String data) {
        return RequestTemplate.plain(
                "/publish/" + channel, "application/json", PusherFrames.event(channel, data));
    }
}
