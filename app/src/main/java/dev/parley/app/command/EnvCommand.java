// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.EnvFormat;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `parley env`: what an app needs to know, as one file, and nothing else on standard output.
@Command(
        name = "env",
        description = "Prints the addresses and keys your app needs, as a .env file or JSON.",
        mixinStandardHelpOptions = true)
final class EnvCommand implements Runnable {
    private final Map<String, String> environment;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES}: the names that Next.js or Vite shows browsers, names without a prefix, or those as JSON. Default: ${DEFAULT-VALUE}.",
            converter = FormatConverter.class,
            defaultValue = "next")
    private EnvFormat format = EnvFormat.NEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    EnvCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        var configuration = Configuration.read(environment, RunMode.TOOL, DataFolder::secrets);
        var ports =
                DataFolder.runningOn(configuration.data())
                        .orElseGet(() -> Ports.configured(configuration));
        var host = ClientSettings.localHost(configuration.bindAddress());
        var out = spec.commandLine().getOut();
        out.print(format.write(ClientSettings.of(configuration, ports, host)));
        out.flush();
    }

    /// Reads a format by its name alone; picocli itself would also name the constants.
    static final class FormatConverter implements ITypeConverter<EnvFormat> {
        @Override
        public EnvFormat convert(String name) {
            return Arrays.stream(EnvFormat.values())
                    .filter(format -> format.toString().equals(name))
                    .findAny()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "must be %s, but is '%s'".formatted(names(), name)));
        }

        private static String names() {
            return Arrays.stream(EnvFormat.values())
                    .map(EnvFormat::toString)
                    .collect(Collectors.joining(", "));
        }
    }
}
