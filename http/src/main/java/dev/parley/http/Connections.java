// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.peer.Peer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of a server, and what is shared out among them. Thread-safe.
final class Connections {
    /// How a connection is received.
    enum Entry {
        /// It is served.
        SERVED,
        /// It is told that there are too many.
        REFUSED,
        /// It is closed, because even those that are told so are too many.
        TURNED_AWAY
    }

    /// One of so many more connections is told why it is refused.
    private static final int REFUSED_SHARE = 8;

    private static final int BUFFER_SHARE = 4;

    private final HttpServerConfig config;
    private final SharedBudget served;
    private final SharedBudget refused;
    private final SharedBudget forwarded;
    private final SharedBudget buffers;
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    Connections(HttpServerConfig config) {
        this.config = config;
        var limits = config.limits();
        var more = Math.max(REFUSED_SHARE, limits.connections() / REFUSED_SHARE);
        this.served = new SharedBudget(limits.connections(), limits.connectionsPerAddress());
        this.refused = new SharedBudget(more, more);
        this.forwarded = new SharedBudget(Long.MAX_VALUE, limits.connectionsPerAddress());
        this.buffers =
                new SharedBudget(limits.bufferedBytes(), limits.bufferedBytes() / BUFFER_SHARE);
    }

    /// Takes a connection in.
    Entry enter(HttpConnection connection, InetAddress address) {
        if (stopping) {
            return Entry.TURNED_AWAY;
        }
        var entry =
                served.take(holder(address), 1)
                        ? Entry.SERVED
                        : refused.take(null, 1) ? Entry.REFUSED : Entry.TURNED_AWAY;
        if (entry != Entry.TURNED_AWAY) {
            open.add(connection);
        }
        return entry;
    }

    /// Lets a connection out that is closed and has nothing under way.
    void leave(HttpConnection connection, InetAddress address, Entry entry) {
        switch (entry) {
            case SERVED -> served.give(holder(address), 1);
            case REFUSED -> refused.give(null, 1);
            case TURNED_AWAY -> {
                return;
            }
        }
        open.remove(connection);
        if (stopping && open.isEmpty()) {
            ended.countDown();
        }
    }

    /// Takes a request in; one that a proxy forwards counts for the address behind it.
    boolean enter(InetAddress address, Peer peer) {
        return holder(address) != null || forwarded.take(peer.key(), 1);
    }

    /// Lets a request out that has entered.
    void leave(InetAddress address, Peer peer) {
        if (holder(address) == null) {
            forwarded.give(peer.key(), 1);
        }
    }

    /// Returns what is left for the bytes of requests.
    SharedBudget buffers() {
        return buffers;
    }

    /// Returns whether idle connections are better closed: many are open, or the server stops.
    boolean areCrowded() {
        return stopping || served.used() > served.total() - served.total() / BUFFER_SHARE;
    }

    /// Returns how many connections are open.
    int count() {
        return open.size();
    }

    /// Drains: closes idle connections, waits for the others, and closes those that are left.
    ///
    /// @param patience how long requests under way may take
    void drain(Duration patience) {
        stopping = true;
        open.forEach(HttpConnection::closeIfIdle);
        try {
            if (!open.isEmpty()) {
                var _ = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.forEach(HttpConnection::stop);
    }

    /// Returns who a direct connection is counted for; null for a proxy, whose clients are counted.
    @Nullable Long holder(InetAddress address) {
        return config.proxies().isTrusted(address) ? null : (Long) new Peer(address, false).key();
    }
}
