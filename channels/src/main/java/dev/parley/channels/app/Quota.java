// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import java.util.concurrent.atomic.AtomicInteger;

/// How many connections an app has, and may have; both change. Thread-safe.
final class Quota {
    private final AtomicInteger taken = new AtomicInteger();

    /// Takes one more, if `most` allows it.
    boolean take(int most) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        taken.decrementAndGet();
    }
}
