// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.doctor.Doctor;
import dev.parley.app.doctor.DoctorReport;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.check.Level;
import java.util.stream.Collectors;

/// Shows a person what the doctor finds: a line for each check, the cure below it.
///
/// @param console where it is written
record ReportPrinter(Console console) implements Doctor.Listener {
    @Override
    public void looking(Check check) {
        console.passing(check.name());
    }

    @Override
    public void found(Check check, Finding finding) {
        console.settled(
                "%s %-24s %s".formatted(mark(finding.level()), check.name(), finding.fact()));
        finding.cure().ifPresent(cure -> console.line("       → " + cure));
    }

    /// Says how it went altogether.
    static void sum(Console console, DoctorReport report) {
        console.line("");
        console.line(
                console.bold(
                        "%d ok, %d warnings, %d failed, %d skipped"
                                .formatted(
                                        report.count(Level.OK),
                                        report.count(Level.WARN),
                                        report.count(Level.FAIL),
                                        report.count(Level.SKIP))));
        if (!report.explained().isEmpty()) {
            console.line(
                    "What failed explains when people say: "
                            + report.explained().stream()
                                    .map(Complaint::sentence)
                                    .collect(Collectors.joining("; ")));
        }
    }

    private String mark(Level level) {
        return switch (level) {
            case OK -> console.green("  ok  ");
            case WARN -> console.yellow(" warn ");
            case FAIL -> console.red(" FAIL ");
            case SKIP -> " skip ";
        };
    }
}
