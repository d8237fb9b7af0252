// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.channel.DebugListeners;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The channels people watch now. Thread-safe.
final class Watches {
    /// How many channels may be watched at once.
    static final int MOST = 20;

    private record Key(DebugListeners debugListeners, String channel) {}

    private final InstantSource clock;

    @GuardedBy("this")
    private final Map<Key, Watch> watches = new HashMap<>();

    Watches(InstantSource clock) {
        this.clock = clock;
    }

    /// Begins or goes on to watch.
    ///
    /// @throws IllegalStateException while too many others are watched
    synchronized List<EventView> watch(DebugListeners debugListeners, String channel, long after) {
        var key = new Key(debugListeners, channel);
        var watch = watches.get(key);
        if (watch == null || !debugListeners.isOn(channel)) {
            endThoseForgotten();
            if (watches.size() >= MOST) {
                throw new IllegalStateException("too many channels are watched, at most " + MOST);
            }
            watch = new Watch(clock, () -> debugListeners.close(channel));
            watches.put(key, watch);
            debugListeners.open(channel, watch::heard);
        }
        return watch.after(after);
    }

    @GuardedBy("this")
    private void endThoseForgotten() {
        for (var entry : new ArrayList<>(watches.entrySet())) {
            if (entry.getValue().isOver()) {
                entry.getKey().debugListeners().close(entry.getKey().channel());
                watches.remove(entry.getKey());
            }
        }
    }
}
