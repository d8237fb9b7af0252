// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.wire.TextFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Who listens in on which channels, so that a person can see what passes. Thread-safe.
///
/// A listener is called by whichever thread publishes, under the channel's lock, and must only note what
/// it hears. While nobody listens, an event costs one look into an empty map.
public final class DebugListeners {
    private volatile Map<String, Consumer<TextFrame>> taps = Map.of();

    DebugListeners() {}

    /// Begins to listen, in the place of an earlier listener.
    public synchronized void open(String channel, Consumer<TextFrame> listener) {
        var changed = new HashMap<>(taps);
        changed.put(channel, listener);
        taps = Map.copyOf(changed);
    }

    /// Ends listening.
    public synchronized void close(String channel) {
        var changed = new HashMap<>(taps);
        changed.remove(channel);
        taps = Map.copyOf(changed);
    }

    /// Returns whether somebody listens.
    public boolean isOn(String channel) {
        return taps.containsKey(channel);
    }

    void heard(String channel, TextFrame frame) {
        var tap = taps.get(channel);
        if (tap != null) {
            tap.accept(frame);
        }
    }
}
