// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The oldest PostgreSQL that is supported.
@Tag("long")
@Timeout(120)
final class OldestVersionTest {
    @Test
    void on_PostgreSQL_15_a_crash_loses_nothing_either() throws InterruptedException {
        assumeTrue(
                Version.DEBIAN_15.present(),
                "PostgreSQL 15 is not installed here: apt-get install postgresql-15");
        try (var cluster = Cluster.running(Version.DEBIAN_15, Map.of());
                var harness = WorkerHarness.on("oldest", cluster.url(), plan -> plan);
                var trial = harness.begin("PostgreSQL 15, immediate restart")) {
            trial.write(20, 200);
            trial.timeline()
                    .at(
                            Duration.ofSeconds(2),
                            "crash",
                            () -> {
                                cluster.restartImmediately();
                                return cluster.sql().value("select version()");
                            });
            trial.run();

            assertThat(trial.recovery("the database is back", Instant.now()))
                    .isLessThan(Duration.ofSeconds(10));
            trial.awaitWritten(100);
            trial.judge(300).requireClean();
            assertThat(harness.node().get("/ready").orElseThrow().body()).contains("wal");
        }
    }
}
