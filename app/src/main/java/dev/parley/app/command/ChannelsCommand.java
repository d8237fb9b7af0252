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

/// `parley channels`: the Pusher-compatible server alone, until SIGTERM.
@Command(
        name = "channels",
        description =
                "Runs only the Pusher-compatible server, for the app of PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET or the apps of CHANNELS_CONFIG.",
        mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    ChannelsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var configuration = Configuration.read(environment, RunMode.CHANNELS, DataFolder::secrets);
        Logs.toStderr(configuration.monitoring().logFormat());
        var console = Console.of(spec.commandLine().getOut(), environment);
        try (var service = Service.channelsAlone(configuration, console)) {
            Shutdown.closeOnSignal(service);
            service.start();
            console.line("Ready");
            service.awaitClose();
        }
        return 0;
    }
}
