// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.assembly.StartException;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.RoomRepair;
import java.io.PrintWriter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley repair`: writes to the log what changed while triggers were off.
@Command(
        name = "repair",
        description = {
            "Compares every room's rows, counters and log, and writes to the log what it lacks.",
            "For a database that was restored or changed while its triggers were off."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything agrees, or does now",
            "1:--check found a room that needs repair, or the database refused",
            "2:a setting or an argument is wrong"
        },
        mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(names = "--check", description = "Only say what is wrong.")
    private boolean check;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    RepairCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var configuration = Configuration.read(environment, RunMode.TOOL);
        try (var deployment = DeploymentFinder.find(configuration)) {
            return examine(deployment.database(), spec.commandLine().getOut());
        }
    }

    private int examine(DatabaseUrl database, PrintWriter out) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.login())) {
            var faults = RoomRepair.faults(connection);
            faults.forEach(found -> out.println("room " + found.room() + ": " + found.fault()));
            if (faults.isEmpty()) {
                out.println("rows, counters and log agree in every room");
            } else if (!check) {
                var written = 0L;
                for (var room : faults.stream().map(RoomRepair.Fault::room).distinct().toList()) {
                    written += RoomRepair.repair(connection, room);
                }
                out.println("repaired: %d changes written to the log".formatted(written));
            }
            out.flush();
            return check && !faults.isEmpty() ? 1 : 0;
        } catch (SQLException e) {
            throw new StartException(
                    "cannot repair the database at %s:%d: %s"
                            .formatted(database.host(), database.port(), e.getMessage()),
                    e);
        }
    }
}
