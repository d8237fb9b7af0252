// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.Connections.Entry;
import dev.parley.http.peer.Peer;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What one connection takes of its server, and on whose account: a place among the connections, a place
/// for the request that is answered, and the memory its bytes need. Owned by the loop of its connection.
final class ClientAccount {
    private final Connections connections;
    private final InetAddress address;
    private final Entry entry;

    /// Bytes of the current request.
    private long received;

    /// How many of them are taken from the server's budget, and for whom.
    private long charged;

    private @Nullable Long holder;

    /// Who has entered with the request that is being answered.
    private @Nullable Peer entered;

    ClientAccount(Connections connections, HttpConnection connection, InetAddress address) {
        this.connections = connections;
        this.address = address;
        this.holder = connections.holder(address);
        this.entry = connections.enter(connection, address);
    }

    /// Returns how the connection is received.
    Entry entry() {
        return entry;
    }

    /// Returns how many bytes of the current request have come.
    long received() {
        return received;
    }

    /// Counts bytes of the current request; says whether there is memory for them.
    boolean receive(int bytes) {
        received += bytes;
        var owed = received - RequestLimits.FREE_BYTES - charged;
        if (owed <= 0) {
            return true;
        }
        if (connections.buffers().take(holder, owed)) {
            charged += owed;
            return true;
        }
        return false;
    }

    /// Takes a request in, and what it has cost on its client's account; says whether it may enter.
    boolean enter(Peer peer) {
        if (!connections.enter(address, peer)) {
            return false;
        }
        entered = peer;
        if (holder == null) {
            giveBytesBack();
            holder = peer.key();
        }
        return true;
    }

    /// Lets the request out that is answered; its bytes are gone.
    void leaveRequest() {
        if (entered != null) {
            connections.leave(address, entered);
            entered = null;
        }
        giveBytesBack();
    }

    /// Begins to count for the next request.
    void next() {
        received = 0;
        holder = connections.holder(address);
    }

    /// Lets the connection out.
    void leave(HttpConnection connection) {
        giveBytesBack();
        connections.leave(connection, address, entry);
    }

    private void giveBytesBack() {
        connections.buffers().give(holder, charged);
        charged = 0;
    }
}
