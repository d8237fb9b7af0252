// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `parley bench`: its commands.
@Command(
        name = "parley bench",
        description = "Measures Parley, and others beside it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand {
    private BenchCommand() {}

    /// Returns the command line, ready to execute. Its exit codes: 0 done, 1 failed, 2 wrong arguments.
    ///
    /// @param home the repository
    /// @param clock the time of publishes
    public static CommandLine of(Path home, InstantSource clock) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new ChannelsBenchCommand(home, clock))
                .addSubcommand(new BridgeBenchCommand(home))
                .addSubcommand(new MicroBenchCommand())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("parley bench: " + failure.getMessage());
                    failure.printStackTrace(command.getErr());
                    return 1;
                });
    }
}
