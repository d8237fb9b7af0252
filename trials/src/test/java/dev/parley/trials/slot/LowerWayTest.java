// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.SwitchableEndpoint;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Databases that give no stream: the worker finds out by itself and takes a way that works.
@Timeout(180)
final class LowerWayTest {
    @Test
    @Tag("short")
    void behind_a_pooler_that_refuses_replication_the_slot_is_read_by_SQL() {
        try (var cluster = Cluster.running();
                var pooler = SwitchableEndpoint.withoutReplication(cluster.url());
                var harness =
                        WorkerHarness.on(
                                "pooler",
                                cluster.url(),
                                plan -> plan.with("DATABASE_URL", pooler.url().reveal()));
                var trial = harness.begin("replication refused by a pooler")) {
            nothingIsLost(trial);

            assertThat(pooler.refusals()).isPositive();
            assertThat(Worker.mode(harness)).isEqualTo("slot");
        }
    }

    @Test
    @Tag("long")
    void behind_pgbouncer_nothing_is_lost() {
        Pgbouncer.assumeInstalled();
        try (var cluster = Cluster.running();
                var pooler = Pgbouncer.before(cluster.url());
                var harness =
                        WorkerHarness.on(
                                "pgbouncer",
                                cluster.url(),
                                plan -> plan.with("DATABASE_URL", pooler.url().reveal()));
                var trial = harness.begin("pgbouncer, pooling transactions")) {
            nothingIsLost(trial);

            assertThat(Worker.mode(harness)).isIn("slot", "tables");
        }
    }

    @Test
    @Tag("long")
    void where_wal_level_is_replica_the_tables_are_looked_at() {
        try (var cluster = Cluster.running(Version.EMBEDDED_18, Map.of("wal_level", "replica"));
                var harness = WorkerHarness.on("wal-level", cluster.url(), plan -> plan);
                var trial = harness.begin("wal_level replica")) {
            nothingIsLost(trial);

            assertThat(Worker.mode(harness)).isEqualTo("tables");
            assertThat(harness.node().logged()).contains("wal_level is replica, must be logical");
        }
    }

    private static void nothingIsLost(Trial trial) {
        trial.write(20, 200);
        trial.awaitWritten(Math.toIntExact(Duration.ofSeconds(4).toSeconds() * 200));
        trial.judge(800).requireClean();
    }
}
