// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.SmallDisk;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A target that is dead while far more log is written than the disk holds: log that the slot keeps must
/// never stop the database.
@Tag("long")
@Timeout(700)
final class FullDiskTest {
    private static final int DISK_MEBIBYTES = 120;
    private static final long WRITTEN_MEBIBYTES = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration PACE = Duration.ofMillis(100);

    /// 2 MB of log that no table keeps.
    private static final String NOISE =
            "select pg_logical_emit_message(false, 'noise', repeat('x', 500000)) from generate_series(1, 4)";

    private static final Map<String, String> LITTLE_LOG =
            Map.of(
                    "min_wal_size", "32MB",
                    "max_wal_size", "32MB",
                    "checkpoint_timeout", "30s",
                    "shared_buffers", "16MB");

    @BeforeAll
    static void assumeDisks() {
        SmallDisk.assumeAllowed();
    }

    @Test
    void a_worker_with_a_dead_target_keeps_the_slot_from_filling_the_disk() throws IOException {
        try (var disk = SmallDisk.mount(DISK_MEBIBYTES);
                var cluster = Cluster.running(Version.EMBEDDED_18, LITTLE_LOG, disk.folder());
                var harness =
                        WorkerHarness.on(
                                "disk",
                                cluster.url(),
                                plan -> plan.with("PARLEY_SLOT_LAG", "16MiB"));
                var trial = harness.begin("dead target on a disk of 120 MB")) {
            harness.pusher().refuse();
            trial.write(10, 20);

            writeLog(cluster, trial, disk, Duration.ofSeconds(1));

            assertThat(cluster.isRunning()).isTrue();
            harness.pusher().recover();
            trial.awaitWritten(50);
            trial.judge(300).requireClean();
            assertThat(cluster.log()).doesNotContain("No space left on device");
        }
    }

    @Test
    void a_slot_that_nobody_reads_is_given_up_before_the_disk_is_full() throws IOException {
        try (var disk = SmallDisk.mount(DISK_MEBIBYTES);
                var cluster = Cluster.running(Version.EMBEDDED_18, bounded(), disk.folder());
                var harness = WorkerHarness.on("disk-unread", cluster.url(), plan -> plan);
                var trial = harness.begin("no worker, then a dead target, on a disk of 120 MB")) {
            harness.pusher().refuse();
            trial.write(10, 20);
            trial.awaitWritten(20);
            trial.timeline().note("worker killed, " + harness.node().kill9());

            writeLog(cluster, trial, disk, PACE);

            assertThat(cluster.isRunning()).isTrue();
            assertThat(cluster.sql().value("select wal_status from pg_replication_slots"))
                    .isEqualTo("lost");
            harness.node().start();
            harness.node().awaitReady();
            writeLog(cluster, trial, disk, PACE);
            harness.pusher().recover();
            trial.awaitWritten(50);
            trial.judge(300).requireClean();
            assertThat(cluster.log()).doesNotContain("No space left on device");
        }
    }

    private static Map<String, String> bounded() {
        var settings = new HashMap<>(LITTLE_LOG);
        settings.put("max_slot_wal_keep_size", "32MB");
        return settings;
    }

    private static void writeLog(Cluster cluster, Trial trial, SmallDisk disk, Duration every)
            throws IOException {
        var begin = position(cluster);
        Awaitility.await("the database to have written more log than the disk holds")
                .atMost(PATIENCE)
                .pollInterval(every)
                .until(() -> {
                    cluster.sql().execute(NOISE);
                    return position(cluster) - begin >= WRITTEN_MEBIBYTES;
                });
        trial.timeline()
                .note(
                        "%d MB of log written, %d MB of the disk free"
                                .formatted(position(cluster) - begin, disk.freeMebibytes()));
    }

    private static long position(Cluster cluster) {
        return Long.parseLong(
                cluster.sql()
                        .value(
                                "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint >> 20"));
    }
}
