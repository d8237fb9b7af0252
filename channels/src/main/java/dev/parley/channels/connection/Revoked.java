// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Channels a connection was taken out of. A signature for a channel is good for as long as the
/// connection lives, so it would let the client in again. Owned by the connection's event loop.
final class Revoked {
    private static final int MAX = 1_000;

    private @Nullable Set<String> channels;

    /// Adds a channel.
    ///
    /// @return false if there are too many to be kept
    boolean add(String channel) {
        if (channels == null) {
            channels = new HashSet<>(4);
        }
        return channels.size() < MAX && (channels.add(channel) || channels.contains(channel));
    }

    boolean include(String channel) {
        return channels != null && channels.contains(channel);
    }
}
