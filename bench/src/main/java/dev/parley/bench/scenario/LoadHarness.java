// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.host.ProcessTree;
import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Faults;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.load.LoadShape;
import dev.parley.bench.load.OpenLoop;
import dev.parley.bench.report.Metric;
import java.net.InetSocketAddress;

/// A started server, the generator, and where results go.
///
/// @param generator makes the load
/// @param address where the server listens
/// @param dialect how it is spoken to
/// @param server its processes
/// @param pace how long to measure
/// @param notes takes what was measured
public record LoadHarness(
        Generator generator,
        InetSocketAddress address,
        Dialect dialect,
        ProcessTree server,
        Pace pace,
        Notes notes) {

    /// Takes what was measured.
    public interface Notes {
        /// Takes one value.
        void note(Metric metric, double value);
    }

    Load open(LoadShape shape) throws InterruptedException {
        return Load.open(generator, address, dialect, shape);
    }

    Load prepare(LoadShape shape) {
        return Load.prepare(generator, address, dialect, shape);
    }

    /// Returns a running loop at a fixed rate, once the server is warm: it has published as fast as it can, because at
    /// a modest rate it would need minutes until its code is compiled, and half as long at that rate.
    OpenLoop warmOpenLoop(Load load, int publishesPerSecond, int connections)
            throws InterruptedException {
        var fast = load.closedLoop(connections);
        fast.start();
        fast.run(pace.warmUp());
        fast.stop();
        var loop = load.openLoop(publishesPerSecond, connections);
        loop.start();
        loop.run(pace.warmUp().dividedBy(2));
        return loop;
    }

    void note(Metric metric, double value) {
        notes.note(metric, value);
    }

    /// Fails the measurement unless every message came once and in order.
    static void check(Faults faults) {
        if (!faults.isNone()) {
            throw new LoadException("messages were not delivered once and in order: " + faults);
        }
    }
}
