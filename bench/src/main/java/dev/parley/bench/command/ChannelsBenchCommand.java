// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import dev.parley.bench.host.Cores;
import dev.parley.bench.host.OpenFiles;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.GeneratorTransport;
import dev.parley.bench.peer.ComparedServer;
import dev.parley.bench.peer.ComparedServers;
import dev.parley.bench.report.ResultRecorder;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley bench channels`: our Pusher-compatible server beside others.
@Command(
        name = "channels",
        description = {
            "Runs the channels server and its peers in turn, each on core 0, loads them from core 1,",
            "and prints a table: median of the runs, smallest and largest, and how Parley compares.",
            "docs/benchmarks.md says how to read it."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class ChannelsBenchCommand implements Callable<Integer> {
    private final Path home;
    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "Servers to run: parley, soketi, uws.",
            defaultValue = "parley,soketi,uws")
    private List<String> peers = List.of();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure: ${COMPLETION-CANDIDATES}.",
            completionCandidates = ScenarioNames.class,
            defaultValue = "fanout,latency,publish,channels,joins,idle,slow")
    private List<String> scenarios = List.of();

    @Option(names = "--runs", description = "Runs of each; the median counts.", defaultValue = "5")
    private int runs;

    @Option(names = "--seconds", description = "Length of each measurement.", defaultValue = "5")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "<seconds>",
            description =
                    "Load before the first measurement of a server; a quarter of it before each other.",
            defaultValue = "40")
    private double warmUp;

    @Option(
            names = "--data-bytes",
            paramLabel = "<bytes>",
            description = "Size of an event's data.",
            defaultValue = "64")
    private int dataBytes;

    @Option(
            names = "--connections",
            paramLabel = "<n>",
            description = "Connections of the scenarios joins and idle.",
            defaultValue = "10000")
    private int connections;

    @Option(
            names = "--transport",
            description =
                    "The generator's: ${COMPLETION-CANDIDATES}; what suits the scenario without this option.")
    private @Nullable GeneratorTransport transport;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every value there.")
    private @Nullable Path json;

    ChannelsBenchCommand(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /// For the help text.
    static final class ScenarioNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        ScenarioNames() {
            super(Scenarios.all(64, 1).stream().map(Scenario::name).toList());
        }
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        var chosen = chosenScenarios();
        var present = presentPeers();
        if (present.isEmpty()) {
            warn("no server is left to measure");
            return 1;
        }
        Cores.problem().ifPresent(this::warn);
        chosen.stream()
                .max((a, b) -> Integer.compare(a.sockets(), b.sockets()))
                .flatMap(most -> OpenFiles.problem(most.sockets()))
                .ifPresent(this::warn);
        var results = new Results();
        present.forEach(peer -> results.addPeer(peer.name()));
        var recorder = new ResultRecorder(results, spec.commandLine().getErr());
        var folder = Files.createTempDirectory("parley-bench");
        var pace = new Pace(millis(warmUp), millis(seconds));
        for (var scenario : chosen) {
            var preferred = transport == null ? scenario.transport() : transport;
            try (var generator = Generator.start(preferred)) {
                var trial = new Trial(generator, pace, folder, recorder);
                trial.rehearsal()
                        .run(scenario, present.getFirst(), 0, "a rehearsal that does not count");
                for (int run = 1; run <= runs; run++) {
                    for (var peer : present) {
                        trial.run(scenario, peer, run, "run %d of %d".formatted(run, runs));
                    }
                }
            }
        }
        return new ReportOptions(spec.commandLine().getOut(), json).write(results, "parley");
    }

    private List<Scenario> chosenScenarios() {
        var choice =
                new Choice<>("scenario", Scenarios.all(dataBytes, connections), Scenario::name);
        return scenarios.stream().map(name -> choice.named(name, spec.commandLine())).toList();
    }

    private List<ComparedServer> presentPeers() throws InterruptedException {
        var choice = new Choice<>("peer", ComparedServers.all(home, clock), ComparedServer::name);
        var present = new ArrayList<ComparedServer>();
        for (var name : peers) {
            var peer = choice.named(name, spec.commandLine());
            var missing = peer.prepare();
            missing.ifPresent(what -> warn(name + " is left out: " + what));
            if (missing.isEmpty()) {
                present.add(peer);
            }
        }
        return present;
    }

    private void warn(String text) {
        spec.commandLine().getErr().println("Note: " + text);
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
