// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.connection.ConnectionPolicy.Decision;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.socket.WebSocketUpgrade;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/// Greets WebSockets or sends them away. Thread-safe.
///
/// @param upgrade turns the connection into a WebSocket
/// @param admission decides which
/// @param peers tells who asks
/// @param log told who was sent away
public record UpgradeRoute(
        WebSocketUpgrade upgrade,
        PathPrefix prefix,
        AdmissionControl admission,
        PeerResolver peers,
        RequestLog log) {
    void greet(ChannelHandlerContext ctx, HttpRequest request, Loop loop, ConnectionSlot slot) {
        var peer = peers.peer(ctx.channel(), request.headers());
        switch (admission.admit(slot, peer, prefix.strip(request), request)) {
            case Decision.Refused refused -> {
                log.refused(peer, refused);
                var _ = upgrade.perform(ctx, request, loop, refused);
            }
            case Decision.Admitted admitted -> {
                if (!upgrade.perform(ctx, request, loop, admitted)) {
                    slot.leaveAddress();
                    log.refused(peer, Decision.Refused.overQuota(admitted.app()));
                }
            }
        }
    }
}
