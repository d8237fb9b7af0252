// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.Service;
import dev.parley.app.assembly.Started;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.logging.Logs;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley up`: everything, until Ctrl-C.
@Command(
        name = "up",
        description = "Starts everything on this machine and runs until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(names = "--fresh", description = "Start empty: remove what the data folder holds.")
    private boolean fresh;

    @Option(names = "--verbose", description = "Write the log to standard error, too.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    UpCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var configuration =
                Configuration.read(environment, RunMode.EVERYTHING, DataFolder::secrets);
        var console = Console.of(spec.commandLine().getOut(), environment);
        try (var folder = DataFolder.open(configuration.data())) {
            if (fresh) {
                Service.stopLeftover(folder);
                folder.empty();
            }
            Logs.toFile(folder.log(), verbose, configuration.monitoring().logFormat());
            try (var service =
                    Service.everything(configuration, folder, BuiltPage.folder(), console)) {
                Shutdown.closeOnSignal(service, folder);
                console.line(console.bold("Parley") + " starts");
                var started = service.start();
                ready(console, settings(configuration, started), folder, started);
                service.awaitClose();
            }
        }
        return 0;
    }

    private static ClientSettings settings(Configuration configuration, Started started) {
        return ClientSettings.of(
                configuration,
                started.ports(),
                ClientSettings.localHost(configuration.bindAddress()));
    }

    private static void ready(
            Console console, ClientSettings settings, DataFolder folder, Started started) {
        var pusher = settings.pusher();
        console.line("");
        console.line(
                "%s after %.1f s: %s"
                        .formatted(
                                console.bold(
                                        started.capturing() ? "Ready" : "Started, not ready yet,"),
                                started.took().toMillis() / 1000.0,
                                console.bold(settings.parleyUrl().toString())));
        console.line("");
        console.line("  Supabase     " + settings.supabaseUrl());
        console.line("  anon key     " + settings.anonKey());
        console.line(
                "  Pusher       %s:%d, key %s"
                        .formatted(pusher.host(), pusher.port(), pusher.credentials().key()));
        if (started.ports().admin() != 0) {
            console.line(
                    "  console      http://%s:%d"
                            .formatted(settings.parleyUrl().getHost(), started.ports().admin()));
        }
        console.line("  data         " + folder.path());
        console.line("  your app     ./parley env prints these as a .env file");
        console.line("  stop         Ctrl-C");
    }
}
