// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import dev.parley.bench.report.Metric.Better;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The results as Markdown: a row per measurement, a column per peer.
public final class MarkdownTable {
    private static final String NOTHING = "—";

    private final Results results;
    private final String ours;

    /// @param results what was measured
    /// @param ours the peer that the others are compared with
    public MarkdownTable(Results results, String ours) {
        this.results = results;
        this.ours = ours;
    }

    /// Returns the tables, a line break at the end.
    public String markdown() {
        var lines = new ArrayList<String>();
        lines.add(
                "Median of the runs (smallest–largest). ×N: %s is N times as good; below 1 it is behind."
                        .formatted(ours));
        lines.add("");
        addTable(lines, metric -> metric.better() != Better.NEITHER);
        if (results.metrics().stream().anyMatch(metric -> metric.better() == Better.NEITHER)) {
            lines.add("");
            lines.add("What explains the figures:");
            lines.add("");
            addTable(lines, metric -> metric.better() == Better.NEITHER);
        }
        if (!results.failures().isEmpty()) {
            lines.add("");
            lines.add("Measurements that failed:");
            lines.add("");
            results.failures().forEach(failure -> lines.add(line(failure)));
        }
        return String.join("\n", lines) + "\n";
    }

    private interface Choice {
        boolean of(Metric metric);
    }

    private void addTable(List<String> lines, Choice choice) {
        var peers = results.peers();
        lines.add("| scenario | measured | " + String.join(" | ", peers) + " |");
        lines.add("|---|---|" + "---:|".repeat(peers.size()));
        for (var metric : results.metrics()) {
            if (choice.of(metric)) {
                var cells =
                        peers.stream()
                                .map(peer -> cell(metric, peer))
                                .collect(Collectors.joining(" | "));
                lines.add("| " + metric.scenario() + " | " + metric.name() + " | " + cells + " |");
            }
        }
    }

    private String cell(Metric metric, String peer) {
        return results.spread(metric, peer)
                .map(spread -> text(metric, spread) + ratio(metric, peer, spread))
                .orElse(NOTHING);
    }

    private static String text(Metric metric, Spread spread) {
        var unit = metric.unit();
        var median = unit.format(spread.median());
        return spread.least() == spread.most()
                ? median
                : median
                        + " ("
                        + unit.format(spread.least())
                        + "–"
                        + unit.format(spread.most())
                        + ")";
    }

    private String ratio(Metric metric, String peer, Spread theirs) {
        if (peer.equals(ours) || metric.better() == Better.NEITHER) {
            return "";
        }
        return results.spread(metric, ours)
                .map(own -> Spread.advantage(metric.better(), own.median(), theirs.median()))
                .map(advantage -> " **×" + Unit.digits(advantage) + "**")
                .orElse("");
    }

    private static String line(Results.Failure failure) {
        return "- "
                + failure.scenario()
                + ", "
                + failure.peer()
                + ", run "
                + failure.run()
                + ": "
                + failure.reason();
    }
}
