// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The migrations, on the full tables of an app that goes on writing.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class OnlineAdoptionTest {
    private static final String SEND =
            """
            insert into public.messages (room_id, user_id, content)
            select room_id, user_id, 'meanwhile' from public.room_participants order by random() limit 1
            """;

    /// Between two statements of one person.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final String OUT_OF_ORDER =
            """
            select count(*)
              from (select seq, row_number() over (partition by room_id order by created_at, seq) as place
                      from public.messages where content like 'message %') m
             where seq <> place
            """;

    /// Rooms whose numbers have holes, or whose counters do not stand where the numbers end.
    private static final String BROKEN =
            """
            select count(*)
              from public.room_counters c
              join (select room_id, min(seq) as first, max(seq) as last, max(rev) as rev, count(*) as messages
                      from public.messages group by room_id) m using (room_id)
             where (m.first, m.last, m.messages) is distinct from (1, c.last_seq, c.last_seq) or m.rev > c.last_rev
            """;

    private final Databases databases;

    OnlineAdoptionTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void the_app_goes_on_writing_and_nothing_is_lost()
            throws SQLException, IOException, InterruptedException, ExecutionException {
        var url = fullApp();
        var migrated = new AtomicBoolean();
        Callable<Integer> writer =
                () -> {
                    var sent = 0;
                    try (var connection = connect(url)) {
                        while (!migrated.get()) {
                            execute(connection, SEND);
                            sent++;
                            Thread.sleep(PAUSE);
                        }
                        execute(connection, SEND);
                        return sent + 1;
                    }
                };
        var told = new CopyOnWriteArrayList<String>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = List.of(threads.submit(writer), threads.submit(writer));
            try {
                Migrations.apply(url, told::add);
            } finally {
                migrated.set(true);
            }
            var sent = writers.get(0).get() + writers.get(1).get();

            assertThat(column(url, "select count(*) from public.messages"))
                    .containsExactly(String.valueOf(30_000 + sent));
        }
        assertWhole(url);
        assertThat(told)
                .anyMatch(line -> line.startsWith("numbers 30,0"))
                .anyMatch(line -> line.startsWith("the app had to wait for"))
                .contains(
                        "makes the index messages_search_idx; the app goes on",
                        "makes the index messages_thread_root_idx; the app goes on",
                        "30 rooms have no maker among their people: the first member is the owner now");
    }

    @Test
    void a_migration_that_is_killed_between_any_two_steps_is_begun_again()
            throws SQLException, IOException {
        var url = fullApp();
        var steps = new ArrayList<String>();
        var killed = 0;
        while (applyKilledAt(url, killed, steps)) {
            assertThat(column(url, "select to_regclass('public.room_counters') is null"))
                    .containsExactly("t");
            execute(url, SEND);
            killed++;
        }

        assertThat(killed).isGreaterThanOrEqualTo(3);
        assertWhole(url);
    }

    @Test
    void a_migration_that_is_killed_while_it_numbers_goes_on_from_there()
            throws SQLException, IOException {
        var url = fullApp();
        var told = new CopyOnWriteArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var app = connect(url)) {
            app.setAutoCommit(false);
            var migration =
                    threads.submit(() ->
                            Migrations.apply(
                                    url,
                                    line -> {
                                        if (line.startsWith("numbers")) {
                                            holdLastMessage(app);
                                        }
                                        told.add(line);
                                    }));
            awaitWaiting(told);
            kill(url);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(migration::get);
        }
        assertThat(column(url, "select count(seq) between 1 and 29999 from public.messages"))
                .containsExactly("t");

        Migrations.apply(url);

        assertWhole(url);
    }

    @Test
    void a_long_transaction_of_the_app_is_waited_for_and_nobody_queues_behind_us()
            throws SQLException, IOException, InterruptedException, ExecutionException {
        var url = fullApp();
        var told = new CopyOnWriteArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var app = connect(url)) {
            app.setAutoCommit(false);
            execute(app, SEND);
            var migration = threads.submit(() -> Migrations.apply(url, told::add));
            awaitWaiting(told);

            execute(url, "set statement_timeout = '20s'; " + SEND);
            execute(app, "update public.chat_rooms set name = name");
            app.commit();

            migration.get();
        }
        assertWhole(url);
    }

    private DatabaseUrl fullApp() throws SQLException, IOException {
        var url = databases.fresh();
        execute(url, resource("full-app.sql"));
        return url;
    }

    /// Returns whether it was killed; false when there were not so many steps, and it came to its end.
    private static boolean applyKilledAt(DatabaseUrl url, int step, List<String> steps) {
        Consumer<String> killer =
                line -> {
                    steps.add(line);
                    if (steps.size() == step + 1) {
                        kill(url);
                    }
                };
        steps.clear();
        try {
            Migrations.apply(url, killer);
            return false;
        } catch (MigrationException e) {
            assertThat(steps).as(e.getMessage()).hasSize(step + 1);
            return true;
        }
    }

    private static void holdLastMessage(Connection app) {
        try {
            execute(
                    app,
                    "select from public.messages order by room_id desc, created_at desc limit 1 for update");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWaiting(List<String> told) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> told.stream().anyMatch(line -> line.contains("waits for process")));
    }

    /// Ends the session of whoever migrates: it holds an advisory lock.
    private static void kill(DatabaseUrl url) {
        try {
            execute(
                    url,
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
                            + " and database = (select oid from pg_database where datname = current_database())");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertWhole(DatabaseUrl url) throws SQLException {
        assertThat(column(url, OUT_OF_ORDER)).as("messages out of order").containsExactly("0");
        assertThat(column(url, BROKEN)).as("rooms with holes").containsExactly("0");
        assertThat(column(url, "select fault from public.chat_rooms r, parley.room_faults(r.id)"))
                .isEmpty();
        assertThat(
                        column(
                                url,
                                "select count(*) from public.room_participants where role = 'owner'"))
                .containsExactly("30");
    }
}
