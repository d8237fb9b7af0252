package dev.parley.bench.bridge;

import dev.parley.bench.host.ChildException;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Pace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs one scenario over one freshly started bridge.
///
/// @param home the repository
/// @param generator holds sockets
/// @param pace how long to measure
/// @param folder for data and logs
/// @param results takes what was measured
/// @param progress told of every step
public record BridgeTrial(
        Path home,
        Generator generator,
        Pace pace,
        Path folder,
        Results results,
        PrintWriter progress) {

    /// Runs it; what fails is noted as failed.
    public void run(BridgeScenario scenario, Way way, int run, int runs)
            throws InterruptedException, IOException {
        progress.printf("%s, run %d of %d, %s%n", scenario.name(), run, runs, way.title());
        progress.flush();
        var own =
                Files.createDirectory(
                        folder.resolve("%s-%s-%d".formatted(scenario.name(), way.title(), run)));
        try (var bridge = Bridge.start(home, way, own);
                var queue = queue(bridge, way)) {
            scenario.measure(
                    new BridgeRig(
                            bridge,
                            way,
                            Optional.ofNullable(queue),
                            generator,
                            home,
                            own,
                            pace,
                            (metric, value) -> note(way, metric, value)));
        } catch (LoadException | ChildException | SQLException e) {
            progress.printf("    failed: %s%n", e.getMessage());
            results.fail(
                    new Results.Failure(
                            scenario.name(), way.title(), run, String.valueOf(e.getMessage())));
        }
        remove(own.resolve("data"));
        progress.flush();
    }

    /// A database of many messages is large; the logs stay.
    private static void remove(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static @Nullable HttpQueue queue(Bridge bridge, Way way) throws SQLException {
        return way == Way.WEBHOOK ? HttpQueue.start(bridge.connect(), bridge.webhook()) : null;
    }

    private void note(Way way, Metric metric, double value) {
        results.add(way.title(), metric, value);
        progress.printf(
                "    %s: %s %s%n", metric.scenario(), metric.name(), metric.unit().format(value));
        progress.flush();
    }
}
