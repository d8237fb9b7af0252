// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.host.ChildException;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.report.ResultRecorder;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;

/// Runs one scenario over one freshly started bridge.
///
/// @param home the repository
/// @param generator holds sockets
/// @param pace how long to measure
/// @param folder for data and logs
/// @param results takes what was measured
public record BridgeTrial(
        Path home, Generator generator, Pace pace, Path folder, ResultRecorder results) {

    /// Runs it; what fails is noted as failed.
    public void run(BridgeScenario scenario, DeliveryPath path, int run, int runs)
            throws InterruptedException, IOException {
        results.begin(scenario.name(), "run %d of %d".formatted(run, runs), path.title());
        var own =
                Files.createDirectory(
                        folder.resolve("%s-%s-%d".formatted(scenario.name(), path.title(), run)));
        try (var bridge = Bridge.start(home, path, own)) {
            scenario.measure(
                    new BridgeHarness(
                            bridge,
                            generator,
                            home,
                            own,
                            pace,
                            (metric, value) -> results.add(path.title(), metric, value)));
        } catch (LoadException | ChildException | SQLException e) {
            results.fail(
                    new Results.Failure(
                            scenario.name(), path.title(), run, String.valueOf(e.getMessage())));
        }
        remove(own.resolve("data"));
    }

    /// A database of many messages is large; the logs stay.
    private static void remove(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
