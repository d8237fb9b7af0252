// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.peer;

import dev.parley.channels.config.ConnectionLimits;
import dev.parley.http.peer.Peer;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many WebSockets each address has open, and how fast it opens more. Thread-safe.
///
/// An address is remembered while it has one open and for a second after its last try. Those
/// remembered are never many more than the server may have connections.
public final class Addresses {
    /// Whether a WebSocket may be opened.
    public enum Entry {
        /// It may, and is counted.
        ENTERED,
        /// Too many are open.
        TOO_MANY,
        /// Too many were opened in the last second.
        TOO_FAST
    }

    private static final int SECOND = 1_000;

    private final ConcurrentMap<Long, Count> counts = new ConcurrentHashMap<>();
    private final ConnectionLimits limits;
    private final InstantSource clock;

    /// @param limits what one address may have
    /// @param clock measures the second
    public Addresses(ConnectionLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// Takes a WebSocket in, or says why not. Refused ones count as tries only.
    public Entry enter(Peer peer) {
        long now = clock.millis();
        Long key = peer.key();
        if (counts.size() > 2L * limits.total() + SECOND && !counts.containsKey(key)) {
            return Entry.TOO_FAST;
        }
        var result = new Entry[1];
        counts.compute(
                key,
                (_, known) -> {
                    var count = known == null ? new Count(now, limits) : known;
                    result[0] = count.enter(now, limits);
                    return count;
                });
        return result[0];
    }

    /// Lets a WebSocket out that has entered.
    public void leave(Peer peer) {
        counts.computeIfPresent(
                peer.key(),
                (_, count) -> {
                    count.open--;
                    return count;
                });
    }

    /// Forgets the addresses that have nothing open and may open as many as any other again. Called
    /// about once a second.
    public void forget() {
        long now = clock.millis();
        for (var key : counts.keySet()) {
            counts.computeIfPresent(key, (_, count) -> count.isForgettable(now) ? null : count);
        }
    }

    /// Returns how many addresses are remembered.
    public int remembered() {
        return counts.size();
    }

    /// The count of one address; guarded by its entry in the map.
    private static final class Count {
        private int open;

        /// Thousandths of a WebSocket it may open now.
        private long balance;

        private long refilledMillis;

        Count(long now, ConnectionLimits limits) {
            this.refilledMillis = now;
            this.balance = (long) limits.handshakesPerSecond() * SECOND;
        }

        Entry enter(long now, ConnectionLimits limits) {
            long perSecond = limits.handshakesPerSecond();
            long elapsed = Math.clamp(now - refilledMillis, 0, SECOND);
            balance = Math.min(perSecond * SECOND, balance + elapsed * perSecond);
            refilledMillis = now;
            if (balance < SECOND) {
                return Entry.TOO_FAST;
            }
            balance -= SECOND;
            if (open >= limits.perAddress()) {
                return Entry.TOO_MANY;
            }
            open++;
            return Entry.ENTERED;
        }

        boolean isForgettable(long now) {
            return open == 0 && Math.abs(now - refilledMillis) > SECOND;
        }
    }
}
