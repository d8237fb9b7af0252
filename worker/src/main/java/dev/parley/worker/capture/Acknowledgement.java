// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.concurrent.atomic.AtomicInteger;

/// The proof that all changes of one transaction are safe: held once per consumer of each change,
/// settled when every hold is released.
///
/// The source itself holds a new acknowledgement until it has handed over the whole transaction. Any thread
/// may call any method.
public final class Acknowledgement {
    private final AtomicInteger holds = new AtomicInteger(1);

    /// Makes the acknowledgement wait for one more release.
    public void hold() {
        holds.incrementAndGet();
    }

    /// Takes one hold back.
    ///
    /// @throws IllegalStateException when nothing holds the acknowledgement
    public void release() {
        if (holds.decrementAndGet() < 0) {
            throw new IllegalStateException("an acknowledgement was released more often than held");
        }
    }

    /// Returns whether nothing holds the acknowledgement any more.
    public boolean settled() {
        return holds.get() == 0;
    }
}
