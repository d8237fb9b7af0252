// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.Sql;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A chat that nobody uses, on a server whose other databases are busy.
@Tag("long")
@Timeout(240)
final class NeighbourTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final long MOST_HELD = 64 * MEBIBYTE;
    private static final long WRITTEN = 200 * MEBIBYTE;
    private static final String NOISE =
            "select pg_logical_emit_message(false, 'noise', repeat('x', 250000)) from generate_series(1, 2)";

    @Test
    void an_idle_database_beside_a_busy_one_holds_less_than_64_MB_of_log() {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("neighbour", cluster.url(), plan -> plan);
                var trial = harness.begin("idle database beside a busy one")) {
            cluster.sql().execute("create database busy");
            var neighbour = new Sql(busy(cluster.superuser()));
            var begin = position(cluster);
            var most = new AtomicLong();

            Awaitility.await("the neighbour to have written 200 MB")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        neighbour.execute(NOISE);
                        most.accumulateAndGet(held(cluster), Math::max);
                        return position(cluster) - begin > WRITTEN;
                    });

            note(trial, most.get());
            assertThat(most.get()).isLessThan(MOST_HELD);
            assertThat(cluster.sql().value("select wal_status from pg_replication_slots"))
                    .isEqualTo("reserved");
            trial.write(10, 50);
            trial.awaitWritten(100);
            trial.judge(100).requireClean();
        }
    }

    private static void note(Trial trial, long most) {
        trial.timeline().note("held at most %d MB of log".formatted(most / MEBIBYTE));
    }

    private static long position(Cluster cluster) {
        return number(cluster, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
    }

    private static long held(Cluster cluster) {
        return number(
                cluster,
                "select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) from pg_replication_slots");
    }

    private static long number(Cluster cluster, String query) {
        return Long.parseLong(cluster.sql().value(query));
    }

    private static DatabaseUrl busy(DatabaseUrl url) {
        return new DatabaseUrl(
                url.host(), url.port(), "busy", url.user(), url.password(), url.options());
    }
}
