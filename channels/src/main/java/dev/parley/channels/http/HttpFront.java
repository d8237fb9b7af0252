// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.ConnectionPolicy.Decision;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.channels.tls.Certificates;
import dev.parley.http.StrictRequestDecoder;
import dev.parley.http.peer.Peer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import org.jspecify.annotations.Nullable;

/// What every connection of a server begins with. Thread-safe.
///
/// @param api serves the HTTP API
/// @param upgrade serves WebSockets
/// @param door decides who may come in
/// @param certificates what new connections are encrypted with; null for plain TCP
/// @param limits sizes and times of requests
/// @param pathPrefix what stands before every path but `/health`
public record HttpFront(
        Api api,
        WebSocketUpgrade upgrade,
        Door door,
        @Nullable Certificates certificates,
        ServerLimits limits,
        String pathPrefix) {
    private static final String HEALTHY = "{\"status\":\"ok\"}";

    /// Sets a new connection up, or closes it when there are far too many.
    public void accept(Channel channel, Loop loop) {
        var slot = door.enter(channel);
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
                new HttpHandler(this, loop, slot));
    }

    /// Answers a request that is no upgrade.
    Answer answer(String method, String target, byte[] body) {
        if (target.equals("/health") || target.startsWith("/health?")) {
            return new Answer(200, true, HEALTHY);
        }
        var path = withoutPrefix(target);
        return path == null ? new Answer(404, false, "Not found") : api.handle(method, path, body);
    }

    /// Greets a WebSocket or sends it away.
    void greet(ChannelHandlerContext ctx, HttpRequest request, Loop loop, ConnectionSlot slot) {
        var peer = door.peer(ctx.channel(), request.headers());
        var target = withoutPrefix(RequestRules.pathAndQuery(request.uri()));
        switch (door.admit(slot, peer, target, request)) {
            case Decision.Refused refused -> {
                door.refused(peer, refused);
                var _ = upgrade.perform(ctx, request, loop, refused);
            }
            case Decision.Admitted admitted -> {
                if (!upgrade.perform(ctx, request, loop, admitted)) {
                    overQuota(slot, peer, admitted);
                }
            }
        }
    }

    private void overQuota(ConnectionSlot slot, Peer peer, Decision.Admitted admitted) {
        slot.leaveAddress();
        door.refused(peer, Decision.Refused.overQuota(admitted.app()));
    }

    private @Nullable String withoutPrefix(String target) {
        return target.startsWith(pathPrefix + "/") ? target.substring(pathPrefix.length()) : null;
    }
}
