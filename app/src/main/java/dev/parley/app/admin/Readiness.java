package dev.parley.app.admin;

import java.util.concurrent.atomic.AtomicReference;

/// Whether the process takes clients. Thread-safe.
public final class Readiness {
    /// What a process is at.
    enum State {
        /// Not all parts run yet.
        STARTING,
        /// Clients are served.
        READY,
        /// Clients are sent away.
        STOPPING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

    /// All parts run.
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /// The stop has begun.
    public void stopping() {
        state.set(State.STOPPING);
    }

    State state() {
        return state.get();
    }
}
