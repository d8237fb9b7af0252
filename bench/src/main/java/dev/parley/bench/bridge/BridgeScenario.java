// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.sql.SQLException;

/// One way of loading a bridge.
public interface BridgeScenario {
    /// Returns its name on the command line.
    String name();

    /// Loads a freshly started bridge and notes what it measures.
    ///
    /// @throws dev.parley.bench.load.LoadException if something refuses, or does wrong to a message
    void measure(BridgeHarness harness) throws InterruptedException, SQLException;
}
