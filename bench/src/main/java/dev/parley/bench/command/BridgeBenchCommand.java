// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import dev.parley.bench.bridge.BridgeScenario;
import dev.parley.bench.bridge.BridgeScenarios;
import dev.parley.bench.bridge.BridgeTrial;
import dev.parley.bench.bridge.DeliveryPath;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.GeneratorTransport;
import dev.parley.bench.report.ResultRecorder;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley bench bridge`: from commit to subscriber, by the log and by polling.
@Command(
        name = "bridge",
        description = {
            "Starts ./parley up once for each measurement, inserts messages into its database and waits for",
            "them at its subscribers, once by the write-ahead log and once by polling.",
            "Prints a table: median of the runs, smallest and largest. docs/benchmarks.md says how to read it."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class BridgeBenchCommand implements Callable<Integer> {
    private final Path home;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Option(
            names = "--ways",
            split = ",",
            paramLabel = "NAME",
            description = "How rows come to subscribers: wal, poll.",
            defaultValue = "wal,poll")
    private List<String> ways = List.of();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure: latency, throughput, catch-up.",
            defaultValue = "latency,throughput,catch-up")
    private List<String> scenarios = List.of();

    @Option(names = "--runs", description = "Runs of each; the median counts.", defaultValue = "3")
    private int runs;

    @Option(names = "--seconds", description = "Length of each measurement.", defaultValue = "20")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "<seconds>",
            description = "Load before each measurement.",
            defaultValue = "20")
    private int warmUp;

    @Option(
            names = "--backlog",
            paramLabel = "<messages>",
            description = "What the scenario catch-up has to catch up with.",
            defaultValue = "100000")
    private int backlog;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every value there.")
    private @Nullable Path json;

    BridgeBenchCommand(Path home) {
        this.home = home;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        var chosen = chosenScenarios();
        var compared = chosenPaths();
        var results = new Results();
        compared.forEach(path -> results.addPeer(path.title()));
        try (var generator = Generator.start(GeneratorTransport.byReadiness())) {
            var trial =
                    new BridgeTrial(
                            home,
                            generator,
                            new Pace(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)),
                            Files.createTempDirectory("parley-bench"),
                            new ResultRecorder(results, spec.commandLine().getErr()));
            for (var scenario : chosen) {
                for (int run = 1; run <= runs; run++) {
                    for (var path : compared) {
                        trial.run(scenario, path, run, runs);
                    }
                }
            }
        }
        return new ReportOptions(spec.commandLine().getOut(), json)
                .write(results, DeliveryPath.WAL.title());
    }

    private List<BridgeScenario> chosenScenarios() {
        var choice = new Choice<>("scenario", BridgeScenarios.all(backlog), BridgeScenario::name);
        return scenarios.stream().map(name -> choice.named(name, spec.commandLine())).toList();
    }

    private List<DeliveryPath> chosenPaths() {
        var choice = new Choice<>("way", List.of(DeliveryPath.values()), DeliveryPath::title);
        return ways.stream().map(name -> choice.named(name, spec.commandLine())).toList();
    }
}
