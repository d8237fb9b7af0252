// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import java.util.ArrayList;
import java.util.List;

/// Looks at every connection of an event loop at a fixed interval. Time is counted in sweeps: a
/// connection notes the number of the sweep at which something happened and compares, which costs
/// neither a timer nor a look at a clock. Owned by its event loop.
public final class Sweeper {
    /// Something with deadlines.
    public interface Swept {
        /// Looks at the deadlines.
        ///
        /// @param sweep the number of this sweep
        void onSweep(long sweep);

        /// Says goodbye, because the server stops.
        void onStop();

        /// Ends what holds much memory, because there is too little.
        void onPressure(MemoryPressure pressure);
    }

    /// The entry of one connection.
    public static final class Watch {
        private final Sweeper sweeper;
        private final Swept swept;
        private int index;

        private Watch(Sweeper sweeper, Swept swept, int index) {
            this.sweeper = sweeper;
            this.swept = swept;
            this.index = index;
        }

        /// Ends the watch; once ended, does nothing.
        public void end() {
            sweeper.remove(this);
        }

        /// Tells the connection that the server stops, if it is still there.
        void stop() {
            if (index != ENDED) {
                swept.onStop();
            }
        }
    }

    private static final int ENDED = -1;

    private final List<Watch> watches = new ArrayList<>();
    private long sweep;

    /// Returns the number of the last sweep.
    public long now() {
        return sweep;
    }

    /// Begins to watch a connection.
    public Watch watch(Swept swept) {
        var watch = new Watch(this, swept, watches.size());
        watches.add(watch);
        return watch;
    }

    /// Makes every connection look at the memory it holds.
    public void press(MemoryPressure pressure) {
        for (int i = watches.size() - 1; i >= 0; i--) {
            if (i < watches.size()) {
                watches.get(i).swept.onPressure(pressure);
            }
        }
    }

    /// Returns the connections watched now.
    List<Watch> watches() {
        return List.copyOf(watches);
    }

    void sweep() {
        sweep++;
        // Backwards, because looking at a connection may end its watch and move the last one here.
        for (int i = watches.size() - 1; i >= 0; i--) {
            if (i < watches.size()) {
                watches.get(i).swept.onSweep(sweep);
            }
        }
    }

    private void remove(Watch watch) {
        if (watch.index == ENDED) {
            return;
        }
        var last = watches.removeLast();
        if (last != watch) {
            watches.set(watch.index, last);
            last.index = watch.index;
        }
        watch.index = ENDED;
    }
}
