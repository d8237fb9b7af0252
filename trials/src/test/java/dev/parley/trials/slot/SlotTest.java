// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A slot that is taken away, given up by the server, or reads a publication that says too little.
@Timeout(240)
final class SlotTest {
    private static final String DROP =
            """
            do $$ begin
              for i in 1..2000 loop
                begin
                  perform pg_terminate_backend(active_pid) from pg_replication_slots
                   where slot_name = 'parley' and active;
                  perform pg_drop_replication_slot('parley');
                  return;
                exception when object_in_use or undefined_object then
                  perform pg_sleep(0.01);
                end;
              end loop;
              raise exception 'the slot is always in use';
            end $$
            """;
    private static final String SEGMENT_OF_LOG =
            """
            select pg_logical_emit_message(false, 'noise', repeat('x', 1000000))
            from generate_series(1, 17);
            select pg_switch_wal()
            """;
    private static final int SEGMENTS = 6;

    @Test
    @Tag("short")
    void a_slot_that_is_dropped_is_made_again_and_what_it_missed_comes_from_the_tables()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("slot-dropped", cluster.url(), plan -> plan);
                var trial = harness.begin("slot dropped, three times")) {
            trial.write(20, 200);
            for (var i = 1; i <= 3; i++) {
                trial.timeline()
                        .at(
                                Duration.ofSeconds(i),
                                "slot dropped",
                                () -> {
                                    cluster.sql().execute(DROP);
                                    return "gone";
                                });
            }
            trial.run();

            assertThat(trial.recovery("the slot was dropped", Instant.now()))
                    .isLessThan(Duration.ofSeconds(10));
            trial.awaitWritten(200);
            trial.judge(600).requireClean();
            awaitSlot(cluster, "active");
        }
    }

    @Test
    @Tag("long")
    void a_slot_that_the_server_gave_up_at_32_MB_is_replaced_and_nothing_is_lost()
            throws InterruptedException {
        var settings = Map.of("max_slot_wal_keep_size", "32MB", "checkpoint_timeout", "30s");
        try (var cluster = Cluster.running(Version.EMBEDDED_18, settings);
                var harness = WorkerHarness.on("slot-lost", cluster.url(), plan -> plan);
                var trial = harness.begin("slot invalidated at 32 MB")) {
            trial.write(20, 200);
            trial.timeline()
                    .at(Duration.ofSeconds(1), "worker killed", harness.node()::kill9)
                    .at(Duration.ofSeconds(3), "96 MB of log", () -> writeLog(cluster))
                    .at(
                            Duration.ofSeconds(4),
                            "worker started",
                            () -> {
                                harness.node().start();
                                return "process " + harness.node().pid();
                            });
            trial.run();

            harness.node().awaitReady();
            trial.awaitWritten(200);
            trial.judge(400).requireClean();
            awaitSlot(cluster, "active and wal_status = 'reserved'");
        }
    }

    @Test
    @Tag("long")
    void a_publication_that_says_too_little_is_named_and_heals_without_loss()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("publication", cluster.url(), plan -> plan);
                var trial = harness.begin("publication without room_events, then none")) {
            trial.write(20, 100);
            trial.timeline()
                    .at(
                            Duration.ofSeconds(1),
                            "table taken out",
                            () -> {
                                cluster.sql()
                                        .execute(
                                                "alter publication parley drop table public.room_events");
                                return reconnect(cluster);
                            })
                    .at(
                            Duration.ofSeconds(5),
                            "publication dropped",
                            () -> {
                                cluster.sql().execute("drop publication parley");
                                return reconnect(cluster);
                            })
                    .at(
                            Duration.ofSeconds(9),
                            "publication made again",
                            () -> {
                                cluster.sql()
                                        .execute(
                                                "create publication parley for table public.room_events, public.room_cursors with (publish = 'insert, update')");
                                return "healed";
                            });
            trial.run();

            trial.awaitWritten(200);
            trial.judge(600).requireClean();
            assertThat(harness.node().logged())
                    .as("what is wrong and how it is cured")
                    .contains("publication parley")
                    .contains("parley migrate");
            Awaitility.await("the worker to stream again")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> Worker.mode(harness).equals("wal"));
        }
    }

    private static String writeLog(Cluster cluster) {
        for (var i = 0; i < SEGMENTS; i++) {
            cluster.sql().execute(SEGMENT_OF_LOG);
        }
        cluster.sql().execute("checkpoint");
        var status = cluster.sql().value("select wal_status from pg_replication_slots");
        if (!status.equals("lost")) {
            throw new IllegalStateException("the slot is " + status);
        }
        return "slot lost";
    }

    private static String reconnect(Cluster cluster) {
        return cluster.killSessions("backend_type = 'walsender'") + " streams ended";
    }

    private static void awaitSlot(Cluster cluster, String condition) {
        Awaitility.await("the slot to be " + condition)
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        cluster.sql()
                                .value(
                                        "select count(*) from pg_replication_slots where slot_name = 'parley' and "
                                                + condition)
                                .equals("1"));
    }
}
