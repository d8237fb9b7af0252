package dev.parley.app.command;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.ConfigurationException;
import dev.parley.app.configuration.Database;
import dev.parley.app.configuration.Purpose;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.ForeignPolicy;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.Bootstrap;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley migrate`: brings a database that others run to our schema.
@Command(
        name = "migrate",
        description = "Brings the database of DATABASE_URL to Parley's schema.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {
    private final Map<String, String> environment;

    @Option(
            names = "--bootstrap",
            description =
                    "First make the roles and schemas that a Supabase project has. For a plain PostgreSQL; needs a superuser.")
    private boolean bootstrap;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        var configuration = Configuration.read(environment, Purpose.TOOL);
        var out = spec.commandLine().getOut();
        switch (configuration.database()) {
            case Database.Embedded _ ->
                    throw new ConfigurationException(
                            "set DATABASE_URL: ./parley up migrates its own database by itself");
            case Database.External(var url) -> {
                if (bootstrap) {
                    Bootstrap.apply(url);
                    out.println("roles and schemas of a Supabase project made");
                }
                var applied = Migrations.apply(url);
                applied.forEach(name -> out.println("applied " + name));
                if (applied.isEmpty()) {
                    out.println("up to date");
                }
                printForeignPolicies(out, url);
                out.flush();
            }
        }
    }

    private static void printForeignPolicies(PrintWriter out, DatabaseUrl url) {
        var policies = ForeignPolicy.in(url);
        if (policies.isEmpty()) {
            return;
        }
        out.println(
                "policies that are not Parley's allow more than its own (drop policy … takes it back):");
        for (var policy : policies) {
            out.println(
                    "  \"%s\" on %s: %s".formatted(policy.name(), policy.table(), policy.allows()));
        }
    }
}
