// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.connection.ConnectionPolicy;
import dev.parley.channels.connection.ConnectionPolicy.Decision;
import dev.parley.channels.connection.ConnectionRequest;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.meter.Refusal;
import dev.parley.channels.peer.Addresses;
import dev.parley.http.peer.Peer;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.RequestTarget;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Decides which connections come in, and which WebSockets are opened: whether the server has room, and whether
/// an app takes them. Thread-safe.
///
/// @param capacity counts the connections
/// @param addresses counts the WebSockets of each address
/// @param pressure says when memory is short
/// @param policy decides by what the peer asks for
public record AdmissionControl(
        Capacity capacity, Addresses addresses, MemoryPressure pressure, ConnectionPolicy policy) {
    /// Takes a TCP connection in.
    ///
    /// @return null if not even a refusal is affordable
    @Nullable ConnectionSlot enter(Channel channel) {
        if (!capacity.enter()) {
            return null;
        }
        var slot = new ConnectionSlot(capacity, addresses);
        var _ = channel.closeFuture().addListener(slot);
        return slot;
    }

    /// Decides about a WebSocket; an admitted peer is counted.
    ///
    /// @param target where it was opened, the server's prefix taken off; null for a place without
    ///     that prefix
    Decision admit(ConnectionSlot slot, Peer peer, @Nullable String target, HttpRequest request) {
        var refused = refusal(slot, peer);
        if (refused != null) {
            return refused;
        }
        var decision = decide(peer, target, request);
        if (decision instanceof Decision.Refused) {
            slot.leaveAddress();
        }
        return decision;
    }

    private Decision.@Nullable Refused refusal(ConnectionSlot slot, Peer peer) {
        if (capacity.isStopping()) {
            return Decision.Refused.of(
                    ErrorCode.RECONNECT, "The server is shutting down", Refusal.SHUTDOWN);
        }
        if (capacity.isExceeded()) {
            return full("The server is over capacity", Refusal.CAPACITY);
        }
        if (pressure.isHigh()) {
            return full("The server is short of memory", Refusal.CAPACITY);
        }
        return switch (slot.enter(peer)) {
            case ENTERED -> null;
            case TOO_MANY -> full("Too many connections from this address", Refusal.ADDRESS);
            case TOO_FAST ->
                    full("Too many new connections a second from this address", Refusal.ADDRESS);
        };
    }

    private Decision decide(Peer peer, @Nullable String target, HttpRequest request) {
        if (target == null) {
            return Decision.Refused.of(ErrorCode.PATH_NOT_FOUND, "Path not found", Refusal.PATH);
        }
        try {
            var path = RequestTarget.parse(target);
            return policy.decide(
                    new ConnectionRequest(
                            path.path(),
                            path.value("protocol"),
                            request.headers().getAll(HttpHeaderNames.ORIGIN),
                            peer.secure()));
        } catch (ApiException e) {
            return Decision.Refused.of(ErrorCode.PATH_NOT_FOUND, e.reason(), Refusal.PATH);
        }
    }

    private static Decision.Refused full(String reason, Refusal refusal) {
        return Decision.Refused.of(ErrorCode.OVER_CAPACITY, reason, refusal);
    }
}
