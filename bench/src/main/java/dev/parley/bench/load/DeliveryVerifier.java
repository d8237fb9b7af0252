// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Checks that every socket of one channel gets every event exactly once, and all of them in the same
/// order.
///
/// The first socket to reach a position of the channel's history defines which event stands there;
/// the others must agree. The usual case costs two array reads; only a mismatch is looked into.
public final class DeliveryVerifier {
    private final int mask;
    private final int[] order;
    private final int[] placed;
    private final int[] positions;
    private final Map<Integer, Set<Integer>> missing = new HashMap<>();
    private int head;
    private long duplicates;
    private long reordered;

    /// @param sockets how many are subscribed
    /// @param window how many events the slowest socket may be behind the fastest one; a power of two
    public DeliveryVerifier(int sockets, int window) {
        if (Integer.bitCount(window) != 1) {
            throw new IllegalArgumentException("window is " + window + ", must be a power of two");
        }
        mask = window - 1;
        order = new int[window];
        placed = new int[window];
        positions = new int[sockets];
    }

    /// Counts an event at a socket.
    ///
    /// @param sequence the event's number, at least 1
    /// @return false if this socket had it already
    public boolean receive(int socket, int sequence) {
        int position = positions[socket];
        if (position < head && order[position & mask] == sequence) {
            positions[socket] = position + 1;
            return true;
        }
        if (position == head && placed[sequence & mask] != sequence) {
            append(sequence);
            positions[socket] = head;
            return true;
        }
        return receiveOutOfOrder(socket, position, sequence);
    }

    /// Returns what went wrong so far.
    ///
    /// A socket that is behind the others counts as having lost what it has not got yet: ask when all
    /// was answered and the sockets had their time.
    ///
    /// @param expected how many events were published on the channel
    public Faults faults(long expected) {
        long lost = missing.values().stream().mapToLong(Set::size).sum();
        for (int position : positions) {
            lost += Math.max(0, expected - position);
        }
        return new Faults(lost, duplicates, reordered);
    }

    private void append(int sequence) {
        order[head++ & mask] = sequence;
        placed[sequence & mask] = sequence;
    }

    private boolean receiveOutOfOrder(int socket, int position, int sequence) {
        if (wasMissing(socket, sequence)) {
            reordered++;
            return true;
        }
        if (placed[sequence & mask] != sequence) {
            skip(socket, position, head);
            append(sequence);
            positions[socket] = head;
            return true;
        }
        for (int at = position; at < head; at++) {
            if (order[at & mask] == sequence) {
                skip(socket, position, at);
                positions[socket] = at + 1;
                return true;
            }
        }
        duplicates++;
        return false;
    }

    private void skip(int socket, int from, int to) {
        var skipped = missing.computeIfAbsent(socket, _ -> new HashSet<>());
        for (int at = from; at < to; at++) {
            skipped.add(order[at & mask]);
        }
    }

    private boolean wasMissing(int socket, int sequence) {
        var skipped = missing.get(socket);
        return skipped != null && skipped.remove(sequence);
    }
}
