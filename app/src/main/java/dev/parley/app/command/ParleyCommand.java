// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.StartException;
import dev.parley.app.configuration.ConfigurationException;
import dev.parley.database.MigrationException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/// `parley`: its commands, and what a person reads when one fails.
@Command(
        name = "parley",
        description = "Real-time chat on PostgreSQL and Pusher, all of it on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class ParleyCommand {
    private static final Logger log = LoggerFactory.getLogger(ParleyCommand.class);
    private static final int FAILED = 1;
    private static final int WRONG_SETTING = 2;

    private ParleyCommand() {}

    /// Returns the command line, ready to execute. Its exit codes: 0 done, 1 failed, 2 wrong settings or
    /// arguments.
    ///
    /// @param environment the process's variables
    public static CommandLine of(Map<String, String> environment) {
        return new CommandLine(new ParleyCommand())
                .addSubcommand(new UpCommand(environment))
                .addSubcommand(new WorkerCommand(environment))
                .addSubcommand(new ChannelsCommand(environment))
                .addSubcommand(new MigrateCommand(environment))
                .addSubcommand(new RepairCommand(environment))
                .addSubcommand(new EnvCommand(environment))
                .addSubcommand(new TypesCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .setExecutionExceptionHandler(ParleyCommand::explain);
    }

    /// Says in one line what a person can do; what nobody foresaw goes to the log with its stack.
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println("parley: " + failure.getMessage());
        return switch (failure) {
            case ConfigurationException _ -> WRONG_SETTING;
            case StartException _, MigrationException _ -> {
                log.atDebug().setCause(failure).log("command refused");
                yield FAILED;
            }
            default -> {
                log.atError().setCause(failure).log("command failed");
                yield FAILED;
            }
        };
    }
}
