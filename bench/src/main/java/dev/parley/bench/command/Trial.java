// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import dev.parley.bench.host.ChildException;
import dev.parley.bench.host.FreeAddress;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.peer.ComparedServer;
import dev.parley.bench.report.ResultRecorder;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.LoadHarness;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Scenario;
import java.nio.file.Path;

/// Runs one scenario against one freshly started server.
///
/// @param generator makes the load
/// @param pace how long to measure
/// @param folder for logs
/// @param results takes what was measured
record Trial(Generator generator, Pace pace, Path folder, ResultRecorder results) {
    /// Returns a trial whose results are thrown away, so that the generator's own code is compiled when the
    /// first run counts.
    Trial rehearsal() {
        return new Trial(generator, pace, folder, results.forgetful());
    }

    /// Runs it; what fails is noted as failed.
    ///
    /// @param run from 1, 0 for one that does not count
    /// @param title what a person reads of it
    void run(Scenario scenario, ComparedServer peer, int run, String title)
            throws InterruptedException {
        results.begin(scenario.name(), title, peer.name());
        try {
            var address = FreeAddress.take();
            try (var server = peer.start(address, folder)) {
                var harness =
                        new LoadHarness(
                                generator,
                                address,
                                peer.dialect(),
                                server.tree(),
                                pace,
                                (metric, value) -> results.add(peer.name(), metric, value));
                try {
                    scenario.measure(harness);
                } catch (LoadException e) {
                    server.check();
                    throw e;
                }
            }
        } catch (LoadException | ChildException e) {
            results.fail(
                    new Results.Failure(
                            scenario.name(), peer.name(), run, String.valueOf(e.getMessage())));
        }
    }
}
