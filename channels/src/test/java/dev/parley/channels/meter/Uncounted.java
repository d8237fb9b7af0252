// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.meter;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/// Meters nobody reads.
public final class Uncounted {
    /// Counts nowhere.
    public static final ServerMeters METERS = new ServerMeters(new CompositeMeterRegistry());

    private Uncounted() {}
}
