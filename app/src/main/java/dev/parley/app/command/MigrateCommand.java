// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.ConfigurationException;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.RunMode;
import dev.parley.database.CascadingKey;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.ForeignPolicy;
import dev.parley.database.Migrations;
import dev.parley.database.adoption.AppTables;
import dev.parley.database.embedded.Bootstrap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley migrate`: applies the migrations to a database that others run.
@Command(
        name = "migrate",
        description = "Applies Parley's migrations to the database of DATABASE_URL.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {
    private final Map<String, String> environment;

    @Option(
            names = "--bootstrap",
            description =
                    "First make the roles and schemas that a Supabase project has. For a plain PostgreSQL; needs a superuser.")
    private boolean bootstrap;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--keep-messages",
            description =
                    "Also take away an app's keys by which deleting an account deletes what it said.")
    private boolean keepMessages;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        var configuration = Configuration.read(environment, RunMode.TOOL);
        var out = spec.commandLine().getOut();
        switch (configuration.database()) {
            case DatabaseSettings.Embedded _ ->
                    throw new ConfigurationException(
                            "set DATABASE_URL: ./parley up migrates its own database by itself");
            case DatabaseSettings.External(var url) -> {
                if (dryRun) {
                    printPlan(out, Migrations.plan(url));
                } else {
                    migrate(out, url);
                    printForeignPolicies(out, url);
                }
                printCascadingKeys(out, CascadingKey.in(url));
                out.flush();
            }
        }
    }

    private void migrate(PrintWriter out, DatabaseUrl url) {
        if (bootstrap) {
            Bootstrap.apply(url);
            out.println("roles and schemas of a Supabase project made");
        }
        Consumer<String> progress =
                line -> {
                    out.println(line);
                    out.flush();
                };
        var applied = Migrations.apply(url, progress);
        applied.forEach(name -> out.println("applied " + name));
        if (applied.isEmpty()) {
            out.println("up to date");
        }
        if (keepMessages) {
            CascadingKey.dropAll(url, progress);
        }
    }

    private static void printPlan(PrintWriter out, Migrations.Plan plan) {
        if (plan.missing().isEmpty()) {
            out.println("up to date");
            return;
        }
        out.println("nothing was changed; migrate would apply");
        plan.missing().forEach(file -> out.println("  " + file));
        plan.adopted().ifPresent(tables -> printAdoption(out, tables));
    }

    private static void printAdoption(PrintWriter out, AppTables tables) {
        out.println(
                "to tables of an app that has %s in %s with %s:"
                        .formatted(
                                counted(tables.messages(), "message"),
                                counted(tables.rooms(), "room"),
                                counted(tables.participants(), "participant")));
        out.println(
                "  1. numbers the messages in small steps, in about %s; the app goes on"
                        .formatted(lengthOf(tables.messages())));
        out.println("  2. makes two indexes over them, keeping no writer out");
        out.println(
                "  3. locks the tables once, for a second or two, and widens them; the app waits for that");
        out.println("if it is ended at any point, run it again: it goes on from there");
    }

    /// A slow server numbers some 5,000 messages a second.
    private static String lengthOf(long messages) {
        var seconds = messages / 5_000;
        return seconds < 90 ? counted(seconds + 1, "second") : counted(seconds / 60 + 1, "minute");
    }

    private static String counted(long number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    private static void printCascadingKeys(PrintWriter out, List<CascadingKey> keys) {
        keys.forEach(key -> out.println(key.effect()));
        if (!keys.isEmpty()) {
            out.println(
                    "what was said outlives accounts in rooms of Parley's own: migrate --keep-messages takes such keys away");
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
