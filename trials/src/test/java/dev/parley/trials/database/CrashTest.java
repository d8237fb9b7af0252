// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.fault.Fault;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.WorkerHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A database that goes away and comes back, or has no connection to spare.
@Timeout(240)
final class CrashTest {
    private static final Duration BACK = Duration.ofSeconds(3);

    private static final Duration STOP = Duration.ofSeconds(7);
    private static final int KILLS = 5;

    @Test
    @Tag("short")
    void the_database_crashes_twice_and_what_was_accepted_is_published_in_order()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("crash", cluster.url(), plan -> plan);
                var trial = harness.begin("immediate restart of the database, twice")) {
            trial.write(20, 200);
            trial.timeline()
                    .at(Duration.ofSeconds(1), "crash", crash(cluster))
                    .at(Duration.ofSeconds(4), "crash", crash(cluster));
            trial.run();

            trial.recovery("the database is back", Instant.now());
            trial.awaitWritten(400);
            trial.judge(400).requireClean();
        }
    }

    @Test
    @Tag("long")
    void the_database_is_away_for_15_s_and_what_was_accepted_is_published_in_order()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("stopped", cluster.url(), plan -> plan);
                var trial = harness.begin("database stopped for 15 s")) {
            var stopping = new AtomicReference<>(Duration.ZERO);
            trial.write(20, 200);
            trial.timeline()
                    .at(
                            Duration.ofSeconds(2),
                            "stop",
                            () -> {
                                var begin = Instant.now();
                                cluster.stop();
                                stopping.set(Duration.between(begin, Instant.now()));
                                return "after " + stopping.get().toMillis() + " ms";
                            })
                    .at(
                            Duration.ofSeconds(17),
                            "start",
                            () -> {
                                cluster.start();
                                return "done";
                            });
            trial.run();

            assertThat(trial.recovery("the database is back", Instant.now())).isLessThan(BACK);
            assertThat(stopping.get()).as("the worker held the shutdown up").isLessThan(STOP);
            trial.awaitWritten(200);
            trial.judge(400).requireClean();
        }
    }

    @Test
    @Tag("long")
    void writers_whose_sessions_are_ended_in_the_middle_leave_no_hole_in_any_log()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var harness = WorkerHarness.on("writers-killed", cluster.url(), plan -> plan);
                var trial = harness.begin("sessions of writers ended")) {
            trial.write(5, 400);
            for (var i = 1; i <= KILLS; i++) {
                trial.timeline()
                        .at(Duration.ofSeconds(i), "sessions ended", () -> killWriters(cluster));
            }
            trial.run();

            trial.awaitWritten(400);
            var verdict = trial.judge(1_000);
            verdict.requireClean();
            assertThat(verdict.duplicates()).isZero();
        }
    }

    @Test
    @Tag("long")
    void a_worker_that_gets_no_connection_waits_for_one_and_misses_nothing()
            throws InterruptedException, SQLException {
        var settings = Map.of("max_connections", "30");
        var held = new ArrayDeque<Connection>();
        try (var cluster = Cluster.running(Version.EMBEDDED_18, settings);
                var harness = WorkerHarness.on("connections", cluster.url(), plan -> plan);
                var trial = harness.begin("no connection left for 10 s")) {
            trial.write(10, 100);
            trial.timeline()
                    .at(Duration.ofSeconds(2), "all connections taken", () -> hold(cluster, held))
                    .at(
                            Duration.ofSeconds(5),
                            "sessions of the worker ended and taken",
                            () -> {
                                var ended = cluster.killSessions("application_name like 'parley%'");
                                return ended + " ended, then " + hold(cluster, held);
                            })
                    .at(
                            Duration.ofSeconds(15),
                            "connections given back",
                            () -> {
                                var count = held.size();
                                release(held);
                                return count + " given back";
                            });
            trial.run();

            assertThat(trial.recovery("connections are free", Instant.now())).isLessThan(BACK);
            trial.awaitWritten(200);
            trial.judge(1_000).requireClean();
        } finally {
            release(held);
        }
    }

    private static Fault crash(Cluster cluster) {
        return () -> {
            cluster.restartImmediately();
            return cluster.log().contains("was not properly shut down")
                    ? "recovered from the log"
                    : "not a crash";
        };
    }

    private static String killWriters(Cluster cluster) {
        var killed = cluster.killSessions("query like 'insert into public.messages%'");
        if (killed == 0) {
            throw new IllegalStateException("no writer was connected");
        }
        return killed + " sessions";
    }

    /// Takes connections until the server has none for ordinary roles.
    private static String hold(Cluster cluster, ArrayDeque<Connection> held) {
        var before = held.size();
        try {
            while (true) {
                held.push(cluster.ordinary().connect());
            }
        } catch (SQLException full) {
            if (!"53300".equals(full.getSQLState())) {
                throw new IllegalStateException("not full, but failing", full);
            }
            return held.size() - before + " taken";
        }
    }

    private static void release(ArrayDeque<Connection> held) throws SQLException {
        while (!held.isEmpty()) {
            held.pop().close();
        }
    }
}
