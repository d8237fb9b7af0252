// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.embedded.EmbeddedDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MigrateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_plain_postgresql_gets_the_roles_and_then_the_schema() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var url = superuser(plain);

            var first = run(url, "migrate", "--bootstrap");
            var printed = out.toString();
            out.getBuffer().setLength(0);
            var second = run(url, "migrate");

            assertThat(first).as(err.toString()).isZero();
            assertThat(printed).contains("roles and schemas", "applied 2026");
            assertThat(second).isZero();
            assertThat(out.toString()).isEqualTo("up to date\n");
        }
    }

    @Test
    void policies_of_the_app_that_allow_more_are_named() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var url = superuser(plain);
            assertThat(run(url, "migrate", "--bootstrap")).isZero();
            execute(
                    plain,
                    "create policy \"join\" on public.room_participants for insert to authenticated"
                            + " with check (user_id = auth.uid())");
            out.getBuffer().setLength(0);

            var code = run(url, "migrate");

            assertThat(code).isZero();
            assertThat(out.toString())
                    .contains(
                            "\"join\" on room_participants: people who are signed in may enter private rooms"
                                    + " without an invitation, as members, where (user_id = auth.uid())");
        }
    }

    @Test
    void without_the_roles_the_database_says_what_is_missing() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var code = run(superuser(plain), "migrate");

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).startsWith("parley: migration 2026").contains("rolled back");
        }
    }

    @Test
    void an_app_is_told_beforehand_and_keeps_what_was_said() throws SQLException {
        try (var database = EmbeddedDatabase.temporary()) {
            var url = database.url();
            execute(
                    url,
                    """
                    create table public.chat_rooms (id uuid primary key, name text);
                    create table public.messages (
                      id uuid primary key default gen_random_uuid(), room_id uuid not null references public.chat_rooms,
                      user_id uuid not null references auth.users on delete cascade, content text not null);
                    insert into auth.users (id, email) values ('a0000000-0000-4000-8000-00000000000a', 'ada@example.com');
                    insert into public.chat_rooms values ('b0000000-0000-4000-8000-00000000000a', 'Old');
                    insert into public.messages (room_id, user_id, content) select r.id, u.id, 'Hello' from public.chat_rooms r, auth.users u;
                    """);
            var address = address(url);

            assertThat(run(address, "migrate", "--dry-run")).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains(
                            "nothing was changed",
                            "20261201000300_tables.sql",
                            "1 message in 1 room with 0 participants",
                            "deleting an account deletes its messages, by the key messages_user_id_fkey");
            assertThat(count(url, "pg_class where relname = 'room_counters'")).isZero();
            assertThat(
                            count(
                                    url,
                                    "pg_namespace where nspname in ('parley', 'supabase_migrations')"))
                    .isZero();

            assertThat(run(address, "migrate", "--keep-messages")).as(err.toString()).isZero();
            execute(url, "delete from auth.users");
            assertThat(count(url, "public.messages where content = 'Hello'")).isEqualTo(1);
        }
    }

    @Test
    void the_triggers_of_an_app_take_no_number_for_a_change() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            execute(
                    plain,
                    """
                    create table public.messages (id uuid primary key, room_id uuid, user_id uuid, content text, edited text);
                    insert into public.messages values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'Hello', 'no');
                    create function public.edited() returns trigger language plpgsql as
                      'begin new.edited := ''yes''; return new; end';
                    create trigger edited before update on public.messages for each row execute function public.edited();
                    """);
            var url = superuser(plain);

            assertThat(run(url, "migrate", "--bootstrap")).as(err.toString()).isZero();

            var jdbc = plain.getJdbcUrl("boss", "postgres");
            try (var connection = DriverManager.getConnection(jdbc);
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select seq, edited from public.messages")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(1);
                assertThat(row.getString(2)).isEqualTo("no");
            }
        }
    }

    private static String address(DatabaseUrl url) {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        url.user(),
                        url.password().reveal(),
                        url.host(),
                        url.port(),
                        url.database());
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(DatabaseUrl url, String what) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + what)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// The server's own superuser is named as the role that Supabase's projects have, so another one is made.
    private static String superuser(EmbeddedPostgres server) throws SQLException {
        execute(server, "create role boss superuser login");
        return "postgresql://boss@127.0.0.1:" + server.getPort() + "/postgres";
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        var jdbc = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        try (var connection = DriverManager.getConnection(jdbc, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int run(String url, String... arguments) {
        return ParleyCommand.of(Map.of("DATABASE_URL", url))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
