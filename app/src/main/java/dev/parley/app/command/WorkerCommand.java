// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.Service;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.logging.Logs;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `parley worker`: the worker alone, until SIGTERM.
@Command(
        name = "worker",
        description =
                "Runs only the worker, between the database of DATABASE_URL and the Pusher server of PUSHER_CLUSTER or PUSHER_HOST.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    WorkerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var configuration = Configuration.read(environment, RunMode.WORKER, DataFolder::secrets);
        Logs.toStderr(configuration.monitoring().logFormat());
        var console = Console.of(spec.commandLine().getOut(), environment);
        try (var service = Service.workerAlone(configuration, console)) {
            Shutdown.closeOnSignal(service);
            var started = service.start();
            console.line(
                    "%s: http://%s:%d"
                            .formatted(
                                    started.capturing() ? "Ready" : "Started, not ready yet",
                                    configuration.bindAddress(),
                                    started.ports().page()));
            service.awaitClose();
        }
        return 0;
    }
}
