// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// What capturing counts: the state it is in, and its transitions. Any thread may call any method.
public final class CaptureMeters {
    private final Map<CaptureState, Counter> transitions = new EnumMap<>(CaptureState.class);
    private final AtomicReference<CaptureState> now = new AtomicReference<>(CaptureState.STARTING);
    private final Counter spills;

    /// @param meters where they are kept
    public CaptureMeters(WorkerMeters meters) {
        for (var state : CaptureState.values()) {
            transitions.put(state, meters.counter("capture.transitions", "state", state.label()));
            meters.show(
                    "capture.state", now, s -> s.get() == state ? 1 : 0, "state", state.label());
        }
        spills = meters.counter("capture.spills");
    }

    /// Notes that a state is entered and stays.
    void entered(CaptureState state) {
        now.set(state);
        passed(state);
    }

    /// Notes something that is over as soon as it is told.
    public void passed(CaptureState state) {
        counter(state).increment();
    }

    /// Notes that everything in memory was left to the tables because too much log waited.
    void spilled() {
        spills.increment();
    }

    /// Returns how often a state was entered.
    public long times(CaptureState state) {
        return (long) counter(state).count();
    }

    private Counter counter(CaptureState state) {
        var counter = transitions.get(state);
        if (counter == null) {
            throw new IllegalStateException("uncounted: " + state);
        }
        return counter;
    }
}
