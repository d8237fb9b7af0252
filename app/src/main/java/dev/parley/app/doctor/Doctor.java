// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import dev.parley.app.doctor.canary.Canary;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.check.Level;
import dev.parley.app.doctor.database.ConnectionChecks;
import dev.parley.app.doctor.database.SchemaChecks;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.log.LogChecks;
import dev.parley.app.doctor.pusher.PusherChecks;
import dev.parley.app.doctor.supabase.SupabaseChecks;
import dev.parley.app.doctor.webapp.WebAppChecks;
import dev.parley.app.doctor.worker.WorkerChecks;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Examines a deployment, check after check.
public final class Doctor {
    /// What shows elsewhere, and what reads every message of many rooms.
    private static final Set<String> BY_HAND_ONLY =
            Set.of("worker.webhook-secret", "pusher.client-events", "database.consistency");

    private final List<Check> checks;

    /// Knows every check, in the order of a message's way.
    public Doctor() {
        this(Stream.concat(looks(), Stream.of(Canary.check())).toList());
    }

    /// Returns one that may be asked every few seconds: it leaves no trace, such as the try of a wrong
    /// secret or events of its own, and does not compare rows with the log.
    public static Doctor forPolling() {
        return new Doctor(looks().filter(check -> !BY_HAND_ONLY.contains(check.name())).toList());
    }

    /// Returns one that looks at an app beside the deployment, too.
    ///
    /// @param app the address of a page of it
    public static Doctor withWebApp(URI app) {
        return new Doctor(
                Stream.of(looks(), Stream.of(Canary.check()), WebAppChecks.all(app).stream())
                        .flatMap(checks -> checks)
                        .toList());
    }

    private static Stream<Check> looks() {
        return Stream.of(
                        ConnectionChecks.all(),
                        SchemaChecks.all(),
                        LogChecks.all(),
                        WorkerChecks.all(),
                        SupabaseChecks.all(),
                        PusherChecks.all())
                .flatMap(List::stream);
    }

    /// @param checks each after those it needs
    Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /// Returns the checks in their order.
    List<Check> checks() {
        return checks;
    }

    /// Told of each check before and after it.
    public interface Listener {
        /// Does nothing with what it is told.
        Listener SILENT = new Listener() {};

        /// A check begins.
        default void looking(Check check) {}

        /// A check has ended.
        default void found(Check check, Finding finding) {}
    }

    /// Looks at everything, or at what could explain one complaint and what that needs.
    public DoctorReport examine(Deployment deployment, Optional<Complaint> about, Listener listener)
            throws InterruptedException {
        var wanted = wanted(about);
        var results = new ArrayList<DoctorReport.Result>();
        Map<String, Finding> found = new HashMap<>();
        for (var check : checks) {
            if (wanted.contains(check.name())) {
                listener.looking(check);
                var finding = missing(check, found).orElse(null);
                var result = finding == null ? look(check, deployment) : finding;
                found.put(check.name(), result);
                results.add(new DoctorReport.Result(check, result));
                listener.found(check, result);
            }
        }
        return new DoctorReport(results);
    }

    /// Looks at everything and tells nobody before the end.
    public DoctorReport examine(Deployment deployment) throws InterruptedException {
        return examine(deployment, Optional.empty(), Listener.SILENT);
    }

    private Set<String> wanted(Optional<Complaint> about) {
        var wanted = new HashSet<String>();
        for (var check : checks.reversed()) {
            if (about.isEmpty()
                    || check.explains().contains(about.get())
                    || wanted.contains(check.name())) {
                wanted.add(check.name());
                wanted.addAll(check.needs());
            }
        }
        return wanted;
    }

    /// Says what a check lacks that it needs.
    private static Optional<Finding> missing(Check check, Map<String, Finding> found) {
        return check.needs().stream()
                .filter(name -> {
                    var level = found.containsKey(name) ? found.get(name).level() : Level.SKIP;
                    return level == Level.FAIL || level == Level.SKIP;
                })
                .findFirst()
                .map(name -> Finding.skip("needs " + name));
    }

    private static Finding look(Check check, Deployment deployment) throws InterruptedException {
        try {
            return check.look().at(deployment);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever it ran into is what a person must know
            return Finding.fail(
                    "could not find out: " + (e.getMessage() == null ? e : e.getMessage()),
                    "if this stays, the part it asked is not working: see its log");
        }
    }
}
