// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.List;

/// Decides which of several ways of capturing, best first, is tried next. A state machine without
/// threads or clock; the caller confines it to one thread.
final class FallbackPolicy {
    /// After how many failures in a row, in what may pass, a way counts as not possible for now.
    private static final int TRIES = 3;

    /// How often in a row a lower way is stood by for before a better one is tried again.
    private static final int WAITS = 20;

    private final List<CaptureStrategy> strategies;
    private int current;
    private int failures;
    private int failuresHere;
    private int waits;

    /// @param strategies best first, at least one
    FallbackPolicy(List<CaptureStrategy> strategies) {
        this.strategies = List.copyOf(strategies);
    }

    /// What to do after a failure.
    enum Move {
        /// Try the next way at once.
        FALL_BACK,
        /// Wait, then begin from the best way again: what was in its way may be gone.
        WAIT
    }

    /// Returns the way that is tried or running, 0 is the best.
    int current() {
        return current;
    }

    /// Returns how many failures there were since a session last worked.
    int failures() {
        return failures;
    }

    /// Notes that a session has worked.
    void works() {
        failures = 0;
        failuresHere = 0;
    }

    /// Goes to a better way that has become possible.
    void recover(int better) {
        current = better;
        failuresHere = 0;
    }

    /// Notes that the present way failed.
    Move failed(CaptureState state) {
        failuresHere = state.countsAgainstStrategy() ? failuresHere + 1 : 0;
        var next = below(state);
        if (next < strategies.size() && (state.allowsFallback() || failuresHere >= TRIES)) {
            current = next;
            failuresHere = 0;
            return Move.FALL_BACK;
        }
        failures++;
        waits = state.isStandby() ? waits + 1 : 0;
        if (current > 0 && waits % WAITS == 0) {
            current = 0;
            failuresHere = 0;
        }
        return Move.WAIT;
    }

    /// Returns the next way that is not hindered by the same thing; as many as there are for none.
    private int below(CaptureState state) {
        var next = current + 1;
        while (next < strategies.size()
                && state.concernsSlot()
                && strategies.get(next) == CaptureStrategy.SLOT) {
            next++;
        }
        return next;
    }
}
