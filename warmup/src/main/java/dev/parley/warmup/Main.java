// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Starts the program, puts load on it and stops it: `Main DATA_FOLDER COMMAND…`.
final class Main {
    private static final Duration TRAINING = Duration.ofSeconds(6);

    private Main() {}

    /// Makes one training run.
    ///
    /// @param arguments an empty folder for data, then the command that starts everything
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var environment = TrainingEnvironment.of(Path.of(arguments[0]));
        var command = List.of(arguments).subList(1, arguments.length);
        var configuration =
                Configuration.read(environment, RunMode.EVERYTHING, DataFolder::secrets);
        var settings =
                ClientSettings.of(configuration, Ports.configured(configuration), "127.0.0.1");
        var program = ProgramProcess.start(command, environment);
        try {
            program.awaitReady(settings.parleyUrl().resolve("/ready"));
            int published = new AotWarmup(settings, Clock.systemUTC()).run(TRAINING);
            System.out.printf("Trained with %,d publishes%n", published);
        } finally {
            program.stop();
        }
    }
}
