// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.Version;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.WorkerHarness;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/// Transactions of every kind, each beside a fleet that writes to other rooms.
@Tag("long")
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransactionTest {
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final Cluster cluster =
            Cluster.running(Version.EMBEDDED_18, Map.of("max_prepared_transactions", "5"));
    private final WorkerHarness harness =
            WorkerHarness.on("transactions", cluster.url(), plan -> plan);

    @AfterAll
    void close() {
        harness.close();
        cluster.close();
    }

    @Test
    void one_transaction_of_200_000_rows_arrives_whole_and_in_order() throws SQLException {
        try (var trial = harness.begin("transaction of 200,000 rows")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 100);
            try (var connection = side.connect()) {
                connection.setAutoCommit(false);
                for (var room : side.rooms().ids()) {
                    side.write(connection, room, 2_000);
                }
                trial.timeline().note("200,000 rows written");
                connection.commit();
                trial.timeline().note("committed");
            }

            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(200_000);
            trial.judge(500).requireClean();
        }
    }

    @Test
    void a_transaction_open_for_60_s_delays_no_other_room()
            throws SQLException, InterruptedException {
        try (var trial = harness.begin("transaction open for 60 s")) {
            trial.write(20, 100);
            var side = SideRooms.make(harness, 1);
            var begin = Instant.now();
            try (var connection = side.connect()) {
                connection.setAutoCommit(false);
                side.write(connection, side.room(0), 3);
                trial.timeline()
                        .at(
                                Duration.ofSeconds(60),
                                "commit",
                                () -> {
                                    connection.commit();
                                    return "3 messages";
                                });
                trial.run();
            }

            side.judge(trial).requireClean();
            trial.judge(4_000).requireClean();
            var others =
                    PublishedEvents.latencies(
                            trial.taken(),
                            event ->
                                    event.at().isAfter(begin)
                                            && !event.channel().contains(side.room(0).toString()));
            assertThat(others.percentile(99)).as("%s", others).isLessThan(PROMPT);
        }
    }

    @Test
    void of_two_transactions_that_lock_each_other_out_one_is_published_whole()
            throws SQLException, InterruptedException, ExecutionException {
        try (var trial = harness.begin("deadlock pair");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 2);
            var both = new CountDownLatch(2);

            var outcomes =
                    List.of(
                            threads.submit(() -> writeBoth(side, 0, 1, both)),
                            threads.submit(() -> writeBoth(side, 1, 0, both)));

            assertThat(results(outcomes)).containsExactlyInAnyOrder("committed", "refused");
            trial.timeline().note("one of two refused");
            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(2);
            trial.awaitWritten(50);
            trial.judge(50).requireClean();
        }
    }

    @Test
    void a_message_sent_again_and_again_at_once_is_stored_and_numbered_once()
            throws SQLException, InterruptedException, ExecutionException {
        try (var trial = harness.begin("ON CONFLICT retries");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 3);
            var ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
            var senders = new ArrayList<Future<String>>();
            for (var i = 0; i < 8; i++) {
                senders.add(threads.submit(() -> sendAgainAndAgain(side, ids)));
            }

            assertThat(results(senders)).containsOnly("sent");
            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(ids.size());
            trial.judge(1).requireClean();
        }
    }

    @Test
    void rows_that_come_by_COPY_are_published_like_any_others() throws SQLException, IOException {
        try (var trial = harness.begin("COPY of 5,000 rows")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 5);
            var rows = new StringBuilder();
            for (var i = 0; i < 5_000; i++) {
                rows.append("%s\t%s\tcopied %d\n".formatted(side.room(i % 5), side.author(), i));
            }
            try (var connection = side.connect()) {
                var copied =
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyIn(
                                        "copy public.messages(room_id, user_id, content) from stdin",
                                        new StringReader(rows.toString()));
                trial.timeline().note(copied + " rows copied");
            }

            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(5_000);
            trial.judge(1).requireClean();
        }
    }

    @Test
    void what_was_rolled_back_to_a_savepoint_is_never_seen() throws SQLException {
        try (var trial = harness.begin("savepoints")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 2);
            try (var connection = side.connect()) {
                connection.setAutoCommit(false);
                for (var i = 0; i < 50; i++) {
                    side.write(connection, side.room(0), 1);
                    var savepoint = connection.setSavepoint();
                    side.write(connection, side.room(i % 2), 2);
                    if (i % 3 != 0) {
                        connection.rollback(savepoint);
                    }
                }
                connection.commit();
            }

            side.judge(trial).requireClean();
            assertThat(side.rows()).as("50 outside, and 17 pairs kept").isEqualTo(50 + 2 * 17);
            trial.judge(1).requireClean();
        }
    }

    @Test
    void a_prepared_transaction_is_published_when_it_is_committed_and_not_before()
            throws SQLException, InterruptedException {
        try (var trial = harness.begin("prepared transactions")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 2);
            prepare(side, 0, "kept");
            prepare(side, 1, "given up");

            trial.awaitWritten(100);
            assertThat(trial.taken())
                    .as("published while only prepared")
                    .noneMatch(event -> event.data().contains("side "));
            execute(side, "rollback prepared 'given up'");
            execute(side, "commit prepared 'kept'");

            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(10);
            trial.judge(100).requireClean();
        }
    }

    private static String writeBoth(SideRooms side, int first, int second, CountDownLatch both)
            throws SQLException, InterruptedException {
        try (var connection = side.connect()) {
            connection.setAutoCommit(false);
            side.write(connection, side.room(first), 1);
            both.countDown();
            if (!both.await(10, TimeUnit.SECONDS)) {
                return "the other did not come";
            }
            side.write(connection, side.room(second), 1);
            connection.commit();
            return "committed";
        } catch (SQLException e) {
            // deadlock detected, or the lock timeout came first
            if ("40P01".equals(e.getSQLState()) || "55P03".equals(e.getSQLState())) {
                return "refused";
            }
            throw e;
        }
    }

    private static String sendAgainAndAgain(SideRooms side, List<UUID> ids) throws SQLException {
        try (var connection = side.connect();
                var insert =
                        connection.prepareStatement(
                                "insert into public.messages(id, room_id, user_id, content)"
                                        + " values (?, ?, ?, 'side') on conflict do nothing")) {
            for (var round = 0; round < 20; round++) {
                for (var i = 0; i < ids.size(); i++) {
                    insert.setObject(1, ids.get(i));
                    insert.setObject(2, side.room(i));
                    insert.setObject(3, side.author());
                    insert.executeUpdate();
                }
            }
            return "sent";
        }
    }

    private static void prepare(SideRooms side, int room, String name) throws SQLException {
        try (var connection = side.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            side.write(connection, side.room(room), 10);
            statement.execute("prepare transaction '" + name + "'");
        }
    }

    private static void execute(SideRooms side, String sql) throws SQLException {
        try (var connection = side.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> results(List<Future<String>> futures)
            throws ExecutionException, InterruptedException {
        var results = new ArrayList<String>();
        for (var future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
