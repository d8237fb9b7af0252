// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.tls.Certificates;
import dev.parley.http.StrictRequestDecoder;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import org.jspecify.annotations.Nullable;

/// What every connection of a server begins with. Thread-safe.
///
/// @param admission takes connections in
/// @param api answers requests
/// @param upgrade greets WebSockets
/// @param log told what becomes of requests
/// @param certificates what new connections are encrypted with; null for plain TCP
/// @param limits sizes and times of requests
public record HttpFront(
        AdmissionControl admission,
        ApiRoute api,
        UpgradeRoute upgrade,
        RequestLog log,
        @Nullable Certificates certificates,
        ServerLimits limits) {
    /// Sets a new connection up, or closes it when there are far too many.
    public void accept(Channel channel, Loop loop) {
        var slot = admission.enter(channel);
        if (slot == null) {
            var _ = channel.close();
            return;
        }
        var pipeline = channel.pipeline();
        if (certificates != null) {
            pipeline.addLast(
                    certificates.handler(channel.alloc(), limits.http().handshakeTimeout()));
        }
        pipeline.addLast(
                new StrictRequestDecoder(limits.http().headerBytes(), limits.http().headerBytes()),
                new HttpResponseEncoder(),
                new HttpHandler(api, upgrade, log, limits, loop, slot));
    }
}
