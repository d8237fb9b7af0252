// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Whether the process takes clients. Thread-safe.
public final class ProcessReadiness {
    /// What a process is at.
    enum State {
        /// Not all parts run yet.
        STARTING,
        /// Clients are served.
        READY,
        /// A part has ended and is being started again.
        IMPAIRED,
        /// Clients are sent away.
        STOPPING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final BooleanSupplier partsUp;

    /// @param partsUp whether every part does its work; must return at once
    public ProcessReadiness(BooleanSupplier partsUp) {
        this.partsUp = partsUp;
    }

    /// All parts run.
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /// The stop has begun.
    public void stopping() {
        state.set(State.STOPPING);
    }

    State state() {
        var now = state.get();
        return now == State.READY && !partsUp.getAsBoolean() ? State.IMPAIRED : now;
    }
}
