package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Dotenv;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Purpose;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `parley env`: the lines of a `.env` file, and nothing else on standard output.
@Command(
        name = "env",
        description = "Prints the addresses and keys your app needs, as a .env file.",
        mixinStandardHelpOptions = true)
final class EnvCommand implements Runnable {
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    EnvCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        var configuration = Configuration.read(environment, Purpose.TOOL, DataFolder::secrets);
        var ports =
                DataFolder.runningOn(configuration.data())
                        .orElseGet(() -> Ports.configured(configuration));
        var host = ClientSettings.localHost(configuration.bindAddress());
        var out = spec.commandLine().getOut();
        out.print(Dotenv.lines(ClientSettings.of(configuration, ports, host)));
        out.flush();
    }
}
