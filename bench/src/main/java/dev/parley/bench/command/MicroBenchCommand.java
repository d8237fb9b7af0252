// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `parley bench micro`: what single steps cost, measured by JMH.
@Command(
        name = "micro",
        description =
                "Measures single steps: reading and writing frames, signatures, publish requests.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class MicroBenchCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            description = "Regular expression that chooses benchmarks.",
            defaultValue = "dev.parley.bench.micro")
    private String pattern = "";

    @Option(names = "--forks", description = "Processes of each.", defaultValue = "1")
    private int forks;

    @Option(names = "--iterations", description = "Measured, as many before.", defaultValue = "3")
    private int iterations;

    @Option(names = "--seconds", description = "Length of an iteration.", defaultValue = "1")
    private int seconds;

    @Override
    public Integer call() throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include(pattern)
                        .forks(forks)
                        .warmupIterations(iterations)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(iterations)
                        .measurementTime(TimeValue.seconds(seconds))
                        .build();
        return new Runner(options).run().isEmpty() ? 1 : 0;
    }
}
