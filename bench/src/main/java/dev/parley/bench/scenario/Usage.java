package dev.parley.bench.scenario;

import dev.parley.bench.host.ProcessTree;
import dev.parley.bench.report.Metric;
import dev.parley.bench.report.Unit;
import java.time.Duration;

/// The processor time of server and generator at one moment. The difference of two tells which of them
/// was the bottleneck.
///
/// @param server used so far by the server's processes
/// @param generator used so far by the generator
/// @param nanos the moment, by [System#nanoTime]
record Usage(Duration server, Duration generator, long nanos) {
    static Usage now(Rig rig) {
        return new Usage(
                rig.server().processorTime(),
                ProcessTree.own().rootProcessorTime(),
                System.nanoTime());
    }

    /// Notes what part of a core each used since `start`.
    void noteSince(Usage start, Rig rig, String scenario) {
        double elapsed = nanos - start.nanos;
        rig.note(
                Metric.context(scenario, "server's use of its core", Unit.SHARE),
                server.minus(start.server).toNanos() / elapsed);
        rig.note(
                Metric.context(scenario, "generator's use of its core", Unit.SHARE),
                generator.minus(start.generator).toNanos() / elapsed);
    }

    /// Returns the server's processor time since `start` in seconds.
    double serverSecondsSince(Usage start) {
        return server.minus(start.server).toNanos() / 1e9;
    }
}
