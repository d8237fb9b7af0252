// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves when told.
public final class MovableClock extends Clock {
    private final AtomicReference<Instant> now;

    /// @param start what it says first
    public MovableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /// Moves it forward.
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
