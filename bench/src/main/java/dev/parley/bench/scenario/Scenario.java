// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.GeneratorTransport;

/// One way of loading a server.
public interface Scenario {
    /// Returns its name on the command line.
    String name();

    /// Returns one line on what it does.
    String description();

    /// Returns how many sockets it opens at most.
    int sockets();

    /// Returns what suits its load.
    default GeneratorTransport transport() {
        return GeneratorTransport.byReadiness();
    }

    /// Loads a freshly started server and notes what it measures.
    ///
    /// @throws dev.parley.bench.load.LoadException if the server refuses, or does wrong to a message
    void measure(LoadHarness harness) throws InterruptedException;
}
