// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.HashMap;
import java.util.Map;

/// Compares the parts of a [History] with each other.
public final class Checker {
    private Checker() {}

    /// Returns everything that is wrong with a run.
    public static Verdict judge(History history, Demands demands) {
        var findings = new Findings();
        judgeDemands(history.written(), demands, findings);
        judgeWritten(history, findings);
        var rows = new HashMap<LogPosition, Entry>();
        history.table().rows().forEach(row -> rows.put(row.position(), row));
        history.published()
                .forEach((target, published) ->
                        new Publications(history.table(), rows, findings).judge(target, published));
        judgeScreens(history, rows, findings);
        return findings.verdict();
    }

    private static void judgeDemands(Written written, Demands demands, Findings findings) {
        var accepted = written.accepted().size();
        if (accepted < demands.leastAccepted()) {
            findings.add(
                    Flaw.TOO_FEW_ACCEPTED,
                    "%d, must be %d or more".formatted(accepted, demands.leastAccepted()));
        }
        demands.missingFaults().forEach(fault -> findings.add(Flaw.FAULT_MISSING, fault));
    }

    private static void judgeWritten(History history, Findings findings) {
        var written = history.written();
        var stored = history.table().messages();
        findings.count("accepted", written.accepted().size());
        findings.count("maybe", written.maybe().size());
        findings.count("refused", written.refused().size());
        findings.count("rows", history.table().rows().size());
        written.accepted().stream()
                .filter(message -> !stored.contains(message))
                .forEach(message -> findings.add(Flaw.UNACCEPTED, "message " + message));
        written.refused().stream()
                .filter(stored::contains)
                .forEach(message -> findings.add(Flaw.PHANTOM, "refused message " + message));
    }

    private static void judgeScreens(
            History history, Map<LogPosition, Entry> rows, Findings findings) {
        if (history.screens().isEmpty()) {
            return;
        }
        var screens = new Screens(history.table(), rows, findings);
        history.screens().forEach(screens::judge);
    }
}
