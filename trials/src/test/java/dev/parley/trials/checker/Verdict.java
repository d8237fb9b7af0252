// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What [Checker] found.
///
/// @param findings everything that went wrong
/// @param figures how much there was of what, by name, for a person to read
public record Verdict(List<Finding> findings, Map<String, Long> figures) {
    private static final int SHOWN = 20;

    /// Copies the list.
    public Verdict {
        findings = List.copyOf(findings);
    }

    /// Returns how often something went wrong.
    public long count(Flaw flaw) {
        return findings.stream().filter(finding -> finding.flaw() == flaw).count();
    }

    /// Returns what went wrong at all.
    public Set<Flaw> flaws() {
        return findings.stream().map(Finding::flaw).collect(Collectors.toUnmodifiableSet());
    }

    /// Returns how many publishes were repeats, over all targets.
    public long duplicates() {
        return figures.getOrDefault("duplicates", 0L);
    }

    /// Returns how many messages were accepted.
    public long accepted() {
        return figures.getOrDefault("accepted", 0L);
    }

    /// Returns how many changes clients rendered, over all clients.
    public long rendered() {
        return figures.getOrDefault("rendered", 0L);
    }

    /// Fails with the first findings when there are any.
    public void requireClean() {
        if (!findings.isEmpty()) {
            throw new AssertionError(
                    findings.stream()
                            .limit(SHOWN)
                            .map(Finding::toString)
                            .collect(Collectors.joining("\n  ", this + "\n  ", "")));
        }
    }

    @Override
    public String toString() {
        var flaws = new EnumMap<Flaw, Long>(Flaw.class);
        for (var flaw : Flaw.values()) {
            flaws.put(flaw, count(flaw));
        }
        return figures + " " + flaws;
    }
}
