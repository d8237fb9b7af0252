// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.endurance;

import dev.parley.trials.fault.Fault;
import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.wiretap.Fault.Hole;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.ProxyEvent;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;

/// Faults of everything around and within a worker, each with its end and the time it may take from then
/// until something is published again.
///
/// @param trial measures the recoveries
/// @param node the worker
/// @param cluster its database
/// @param link the way from the worker to the database
/// @param way the way from the worker to its target
record Faults(Trial trial, Node node, Cluster cluster, FaultProxy link, FaultProxy way) {
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final Duration DATABASE_BACK = Duration.ofSeconds(3);
    private static final Duration PARTITION_OVER = Duration.ofSeconds(15);
    private static final Duration TARGET_BACK = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    Fault kill() {
        return () -> {
            var proof = node.kill9();
            trial.recover("the start of a killed worker", RESTART, node::start);
            return proof;
        };
    }

    Fault immediateRestart() {
        return () -> {
            cluster.crash();
            if (cluster.isRunning()) {
                throw new IllegalStateException("PostgreSQL runs on");
            }
            trial.recover("the crashed database was back", DATABASE_BACK, cluster::start);
            return "crashed and recovered";
        };
    }

    Fault targetOutage() {
        return () -> {
            way.refuse();
            Sleeper.realTime().rest(OUTAGE);
            trial.recover("the target was back", TARGET_BACK, way::heal);
            return OUTAGE + " without a listener";
        };
    }

    Fault partition() {
        return () -> {
            var before = link.count(ProxyEvent.HELD);
            link.suffer(new Hole());
            Sleeper.realTime().rest(OUTAGE);
            var held = link.count(ProxyEvent.HELD) - before;
            trial.recover("the end of a partition", PARTITION_OVER, link::heal);
            if (held == 0) {
                throw new IllegalStateException("nothing was sent that could be held");
            }
            return "%s, %d portions held".formatted(OUTAGE, held);
        };
    }
}
