// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.host.ProcessTree;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// The processor time of server and generator at one moment. The difference of two tells which of them
/// was the bottleneck, and whether somebody else used their cores.
///
/// @param server used so far by the server's processes
/// @param generator used so far by the generator
/// @param serverWaiting for its core, summed over its threads
/// @param generatorWaiting for its core, summed over its threads
/// @param nanos the moment, by [System#nanoTime]
record Usage(
        Duration server,
        Duration generator,
        Duration serverWaiting,
        Duration generatorWaiting,
        long nanos) {
    static Usage now(LoadHarness harness) {
        var own = ProcessTree.own();
        return new Usage(
                harness.server().processorTime(),
                own.rootProcessorTime(),
                harness.server().waitingTime(),
                own.rootWaitingTime(),
                System.nanoTime());
    }

    /// Notes what part of a core each used since `start`, and for what part of the time each waited.
    void noteSince(Usage start, LoadHarness harness, String scenario) {
        note(harness, scenario, "server busy", start, start.server, server);
        note(harness, scenario, "server kept waiting", start, start.serverWaiting, serverWaiting);
        note(harness, scenario, "generator busy", start, start.generator, generator);
        note(
                harness,
                scenario,
                "generator kept waiting",
                start,
                start.generatorWaiting,
                generatorWaiting);
    }

    /// Returns the server's processor time since `start` in seconds.
    double serverSecondsSince(Usage start) {
        return server.minus(start.server).toNanos() / 1e9;
    }

    private void note(
            LoadHarness harness,
            String scenario,
            String what,
            Usage start,
            Duration before,
            Duration after) {
        double share = (double) after.minus(before).toNanos() / (nanos - start.nanos);
        harness.note(Metric.context(scenario, what, Unit.SHARE), share);
    }
}
