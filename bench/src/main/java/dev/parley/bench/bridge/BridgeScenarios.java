// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.util.List;

/// All scenarios, in the order they run.
public final class BridgeScenarios {
    private static final int FEW_ROOMS = 100;
    private static final int MANY_ROOMS = 1_000;
    private static final int QUIET = 500;
    private static final int BUSY = 4_000;
    private static final int WRITERS = 20;

    private BridgeScenarios() {}

    /// Returns them.
    ///
    /// @param backlog how many messages are to be caught up with
    public static List<BridgeScenario> all(int backlog) {
        return List.of(
                new SteadyRate("latency", QUIET, FEW_ROOMS, WRITERS, true),
                new SteadyRate("throughput", BUSY, MANY_ROOMS, WRITERS, false),
                new CatchUp(backlog, MANY_ROOMS, WRITERS));
    }
}
