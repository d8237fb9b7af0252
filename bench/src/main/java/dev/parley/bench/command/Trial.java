package dev.parley.bench.command;

import dev.parley.bench.host.ChildException;
import dev.parley.bench.host.FreeAddress;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.peer.Peer;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Rig;
import dev.parley.bench.scenario.Scenario;
import java.io.PrintWriter;
import java.nio.file.Path;

/// Runs one scenario against one freshly started server.
///
/// @param generator makes the load
/// @param pace how long to measure
/// @param folder for logs
/// @param results takes what was measured
/// @param progress told of every step
record Trial(Generator generator, Pace pace, Path folder, Results results, PrintWriter progress) {
    /// Measures, and keeps what comes of it.
    void run(Scenario scenario, Peer peer, int run, int runs) throws InterruptedException {
        progress.printf("%s, run %d of %d, %s%n", scenario.name(), run, runs, peer.name());
        try {
            measure(scenario, peer, results);
        } catch (LoadException | ChildException e) {
            progress.printf("    failed: %s%n", e.getMessage());
            results.fail(
                    new Results.Failure(
                            scenario.name(), peer.name(), run, String.valueOf(e.getMessage())));
        }
        progress.flush();
    }

    /// Measures for nothing, so that the generator's own code is compiled when the first run counts.
    void rehearse(Scenario scenario, Peer peer) throws InterruptedException {
        progress.printf("%s, a rehearsal that does not count, %s%n", scenario.name(), peer.name());
        try {
            measure(scenario, peer, new Results());
        } catch (LoadException | ChildException e) {
            progress.printf("    failed: %s%n", e.getMessage());
        }
        progress.flush();
    }

    private void measure(Scenario scenario, Peer peer, Results into) throws InterruptedException {
        progress.flush();
        var address = FreeAddress.take();
        try (var server = peer.start(address, folder)) {
            var rig =
                    new Rig(
                            generator,
                            address,
                            peer.dialect(),
                            server.tree(),
                            pace,
                            (metric, value) -> note(into, peer, metric, value));
            try {
                scenario.measure(rig);
            } catch (LoadException e) {
                server.check();
                throw e;
            }
        }
    }

    private void note(Results into, Peer peer, Metric metric, double value) {
        into.add(peer.name(), metric, value);
        progress.printf(
                "    %s: %s %s%n", metric.scenario(), metric.name(), metric.unit().format(value));
        progress.flush();
    }
}
