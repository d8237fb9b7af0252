// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Drains one loop: sends its connections away in equal portions over a time, so that they do not all
/// come back at once. Owned by the loop.
final class GracefulDrain {
    private static final long PORTION_MILLIS = 100;

    private final Loop loop;
    private final List<Sweeper.Watch> leaving;
    private final int portions;
    private int told;

    /// @param window the time over which they are sent away; zero for all at once
    GracefulDrain(Loop loop, Duration window) {
        this.loop = loop;
        this.leaving = loop.sweeper().watches();
        this.portions = (int) Math.max(1, window.toMillis() / PORTION_MILLIS);
    }

    /// Tells the next portion, and sees to the others later.
    void next() {
        int from = share(told);
        told++;
        leaving.subList(from, share(told)).forEach(Sweeper.Watch::stop);
        if (told < portions) {
            var _ = loop.executor().schedule(this::next, PORTION_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private int share(int portion) {
        return (int) ((long) leaving.size() * portion / portions);
    }
}
