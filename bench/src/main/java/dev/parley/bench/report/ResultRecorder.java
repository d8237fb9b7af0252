// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import java.io.PrintWriter;

/// Takes down what runs give: for the table, and at once for the person who waits for it.
///
/// @param results takes what was measured
/// @param progress told of every step
public record ResultRecorder(Results results, PrintWriter progress) {
    /// Returns one that tells of every step too, but keeps nothing.
    public ResultRecorder forgetful() {
        return new ResultRecorder(new Results(), progress);
    }

    /// Tells which run begins.
    ///
    /// @param run what a person reads of it
    public void begin(String scenario, String run, String peer) {
        tell("%s, %s, %s".formatted(scenario, run, peer));
    }

    /// Notes the value of one run.
    public void add(String peer, Metric metric, double value) {
        results.add(peer, metric, value);
        tell(
                "    %s: %s %s"
                        .formatted(metric.scenario(), metric.name(), metric.unit().format(value)));
    }

    /// Notes a run that gave no value.
    public void fail(Results.Failure failure) {
        results.fail(failure);
        tell("    failed: " + failure.reason());
    }

    private void tell(String line) {
        progress.println(line);
        progress.flush();
    }
}
