// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.doctor.Doctor;
import dev.parley.app.doctor.DoctorReportJson;
import dev.parley.app.doctor.check.Complaint;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `parley doctor`: says what is wrong on the way of a message, and what to do about it.
@Command(
        name = "doctor",
        description = {
            "Walks the way of a message (database, log, worker, webhook, Supabase, Pusher, a message of its own)",
            "and prints a line for each check, with the cure for what is wrong."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing failed, perhaps with warnings",
            "1:a check failed",
            "2:a setting or an argument is wrong"
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = "--about",
            paramLabel = "COMPLAINT",
            description =
                    "Only what explains: ${COMPLETION-CANDIDATES} (messages not live, cannot connect, messages missing).")
    private @Nullable Complaint about;

    @Option(
            names = "--app",
            paramLabel = "URL",
            description = {
                "A page of your app that runs, such as http://localhost:3000: also look at the keys and addresses in its",
                "scripts, at secrets among them, and whether its origin and its Content-Security-Policy let it in."
            })
    private @Nullable URI app;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var configuration = Configuration.read(environment, RunMode.TOOL, DataFolder::knownSecrets);
        var out = spec.commandLine().getOut();
        var console = Console.of(out, environment);
        try (var deployment = DeploymentFinder.find(configuration)) {
            var doctor = app == null ? new Doctor() : Doctor.withWebApp(page(app));
            var report =
                    doctor.examine(
                            deployment,
                            Optional.ofNullable(about),
                            json ? Doctor.Listener.SILENT : new ReportPrinter(console));
            if (json) {
                out.println(DoctorReportJson.of(report));
                out.flush();
            } else {
                ReportPrinter.sum(console, report);
            }
            return report.ok() ? 0 : 1;
        }
    }

    private URI page(URI address) {
        var http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--app is %s, must be an address such as http://localhost:3000"
                            .formatted(address));
        }
        return address;
    }
}
