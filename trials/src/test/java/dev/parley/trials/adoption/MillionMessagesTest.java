// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A million messages of an app whose people write and read meanwhile. Expected: none of their statements
/// fails, nothing is lost, the order stays. How long the longest of them took is printed.
@Tag("long")
final class MillionMessagesTest {
    private static final long MESSAGES = 1_000_000;
    private static final Duration BETWEEN_STATEMENTS = Duration.ofMillis(10);

    private static final String SEND =
            """
            insert into public.messages (room_id, user_id, content)
            select room_id, user_id, 'meanwhile' from public.room_participants order by random() limit 1
            """;

    private static final String READ =
            """
            select content from public.messages
             where room_id = (select id from public.chat_rooms order by random() limit 1)
             order by created_at desc limit 50
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {"uuid default gen_random_uuid()", "bigint generated always as identity"})
    @Timeout(1_200)
    void an_app_goes_on_while_its_tables_are_taken_over(String id)
            throws SQLException, InterruptedException, ExecutionException {
        try (var database = EmbeddedDatabase.temporary();
                var connection = connect(database.url())) {
            var type = id.split(" ", 2);
            execute(connection, app(type[0], type[1]));
            var migrated = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var writer = threads.submit(repeating(database.url(), SEND, migrated));
                var reader = threads.submit(repeating(database.url(), READ, migrated));
                try {
                    Migrations.apply(database.url(), line -> System.out.println("  " + line));
                } finally {
                    migrated.set(true);
                }
                var written = writer.get();
                var read = reader.get();
                System.out.printf(
                        "  %s: %,d messages written meanwhile, the slowest in %,d ms; %,d reads, the slowest in %,d ms%n",
                        type[0],
                        written.count(),
                        written.slowest().toMillis(),
                        read.count(),
                        read.slowest().toMillis());
                assertThat(number(connection, "select count(*) from public.messages"))
                        .isEqualTo(MESSAGES + written.count());
            }
            assertThat(
                            number(
                                    connection,
                                    """
                                    select count(*)
                                      from (select seq, row_number() over (partition by room_id order by created_at, seq) as place
                                              from public.messages where content like 'message %') m
                                     where seq <> place
                                    """))
                    .as("messages out of order")
                    .isZero();
            assertThat(
                            number(
                                    connection,
                                    """
                                    select count(*)
                                      from public.room_counters c
                                      join (select room_id, max(seq) as last, count(*) as messages
                                              from public.messages group by room_id) m using (room_id)
                                     where (m.last, m.messages) is distinct from (c.last_seq, c.last_seq)
                                    """))
                    .as("rooms with holes")
                    .isZero();
        }
    }

    /// Returns the tables of an app with ids of a type, filled.
    private static String app(String type, String made) {
        return """
        create table public.chat_rooms (
          id %1$s primary key %2$s, name text not null, created_by uuid, created_at timestamptz not null default now());
        create table public.messages (
          id %1$s primary key %2$s, room_id %1$s not null references public.chat_rooms on delete cascade,
          user_id uuid not null references auth.users on delete cascade, content text not null,
          created_at timestamptz not null default now());
        create index on public.messages (room_id, created_at);
        create table public.room_participants (
          id %1$s primary key %2$s, room_id %1$s not null references public.chat_rooms on delete cascade,
          user_id uuid not null references auth.users on delete cascade, joined_at timestamptz not null default now());
        insert into auth.users (id, email) select gen_random_uuid(), n || '@example.com' from generate_series(1, 1000) n;
        insert into public.chat_rooms (name) select 'Room ' || n from generate_series(1, 1000) n;
        insert into public.room_participants (room_id, user_id)
        select r.id, u.id from (select id, row_number() over () as n from public.chat_rooms) r
          join (select id, row_number() over () as n from auth.users) u on u.n %% 10 = r.n %% 10;
        insert into public.messages (room_id, user_id, content, created_at)
        select p.room_id, p.user_id, 'message ' || n || repeat('.', 60), timestamptz '2025-01-01' + n * interval '1 s'
          from public.room_participants p cross join generate_series(1, 10) n;
        analyze;
        """
                .formatted(type, made);
    }

    /// How often a statement ran, and how long the slowest run took.
    private record Runs(long count, Duration slowest) {}

    private static Callable<Runs> repeating(DatabaseUrl url, String sql, AtomicBoolean ended) {
        return () -> {
            var count = 0L;
            var slowest = Duration.ZERO;
            try (var connection = connect(url)) {
                while (!ended.get()) {
                    var started = System.nanoTime();
                    execute(connection, sql);
                    var taken = Duration.ofNanos(System.nanoTime() - started);
                    slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
                    count++;
                    Thread.sleep(BETWEEN_STATEMENTS);
                }
            }
            return new Runs(count, slowest);
        };
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
