// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.assembly.StartException;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.types.DatabaseTypes;
import java.sql.SQLException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley types`: the TypeScript type of the database, and nothing else on standard output.
@Command(
        name = "types",
        description = {
            "Prints the TypeScript type Database of a schema, which supabase-js takes:",
            "createClient<Database>(url, key). Reads DATABASE_URL, or what ./parley up runs."
        },
        mixinStandardHelpOptions = true)
final class TypesCommand implements Runnable {
    private final Map<String, String> environment;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "public",
            description = "The exposed schema; ${DEFAULT-VALUE} when none is named.")
    private String schema = "public";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    TypesCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        var configuration = Configuration.read(environment, RunMode.TOOL, DataFolder::knownSecrets);
        var out = spec.commandLine().getOut();
        try (var deployment = DeploymentFinder.find(configuration)) {
            out.print(DatabaseTypes.of(deployment.connection(), schema));
            out.flush();
        } catch (SQLException e) {
            throw new StartException(
                    "cannot read the database's types (start ./parley up, or set DATABASE_URL): "
                            + e.getMessage(),
                    e);
        }
    }
}
