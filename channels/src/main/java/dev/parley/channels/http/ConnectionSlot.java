// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.loop.Capacity;
import dev.parley.channels.peer.Addresses;
import dev.parley.http.peer.Peer;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/// What a connection takes of the server's numbers, given back when it closes. Owned by its event
/// loop.
final class ConnectionSlot implements ChannelFutureListener {
    private final Capacity capacity;
    private final Addresses addresses;
    private @Nullable Peer counted;

    ConnectionSlot(Capacity capacity, Addresses addresses) {
        this.capacity = capacity;
        this.addresses = addresses;
    }

    /// Counts the connection as a WebSocket of its address.
    Addresses.Entry enter(Peer peer) {
        var entry = addresses.enter(peer);
        if (entry == Addresses.Entry.ENTERED) {
            counted = peer;
        }
        return entry;
    }

    /// Returns whether the connection may stay for another request: not when the server stops.
    boolean mayStay() {
        return !capacity.isStopping();
    }

    /// Counts the connection no longer as a WebSocket of its address.
    void leaveAddress() {
        if (counted != null) {
            addresses.leave(counted);
            counted = null;
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        leaveAddress();
        capacity.leave();
    }
}
