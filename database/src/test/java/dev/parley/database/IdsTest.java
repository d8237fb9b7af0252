// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ids have the types that the app's tables have.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdsTest {
    private static final String ANN = "a0000000-0000-4000-8000-00000000000a";

    /// Rooms and messages that the database numbers, people with accounts.
    private static final String NUMBERED_APP =
            """
            create table public.chat_rooms (id bigserial primary key, name text);
            create table public.messages (
              id bigint generated always as identity primary key,
              room_id bigint references public.chat_rooms on delete cascade,
              user_id uuid references auth.users, content text, created_at timestamptz default now());
            create table public.room_participants (
              id serial primary key, room_id bigint references public.chat_rooms on delete cascade,
              user_id uuid references auth.users);
            insert into auth.users (id, email) values ('%1$s', 'ann@example.com');
            insert into public.chat_rooms (name) values ('Old');
            insert into public.messages (room_id, user_id, content) values (1, '%1$s', 'one'), (1, '%1$s', 'two');
            insert into public.room_participants (room_id, user_id) values (1, '%1$s');
            """
                    .formatted(ANN);

    private final Databases databases;

    IdsTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void an_app_whose_database_numbers_rooms_and_messages_is_adopted() throws SQLException {
        var url = databases.fresh();
        execute(url, NUMBERED_APP);

        Migrations.apply(url);
        execute(
                url,
                "insert into public.messages (room_id, user_id, content) values (1, '%s', 'three')"
                        .formatted(ANN));

        assertThat(column(url, "select id || ' ' || seq || ' ' || content from public.messages"))
                .containsExactly("1 1 one", "2 2 two", "3 3 three");
        assertThat(
                        column(
                                url,
                                "select concat_ws(' ', channel, data -> 'id', data -> 'room_id') from public.room_events"))
                .containsExactly("private-room-1 \"3\" \"1\"");
        assertThat(column(url, "select distinct pg_typeof(room_id) from public.room_counters"))
                .containsExactly("bigint");
    }

    @Test
    void a_message_that_the_database_numbers_is_sent_once_however_often_it_is_tried()
            throws SQLException {
        var url = databases.fresh();
        execute(url, NUMBERED_APP);
        Migrations.apply(url);
        var send =
                "select m ->> 'id' || ' ' || (m ->> 'client_id') || ' ' || (m ->> 'content')"
                        + " from public.send_message('c0000000-0000-4000-8000-00000000000c', '1', 'hello', '2') m";

        assertThat(as(url, ANN, send, send))
                .containsExactly(
                        "3 c0000000-0000-4000-8000-00000000000c hello",
                        "3 c0000000-0000-4000-8000-00000000000c hello");
        assertThat(column(url, "select reply_to from public.messages where content = 'hello'"))
                .containsExactly("2");
    }

    @Test
    void people_of_another_sign_in_are_known_by_their_tokens() throws SQLException {
        var url = databases.fresh();
        execute(url, "create table public.profiles (id text primary key)");
        Migrations.apply(url);

        var said =
                as(
                        url,
                        "auth0|ann",
                        "select public.create_room('Club') ->> 'created_by'",
                        "select user_id || ' ' || role from public.room_participants",
                        "select display_name from public.profiles",
                        "select public.authorize_channel('presence-room-' || id) ->> 'user_id' from public.chat_rooms");

        assertThat(said).containsExactly("auth0|ann", "auth0|ann owner", "Ann", "auth0|ann");
    }

    @Test
    void a_channel_is_asked_for_by_the_one_spelling_of_its_room() throws SQLException {
        var numbered = databases.ofIds("bigint", "uuid", "uuid");
        var named = databases.ofIds("text", "uuid", "uuid");
        var spelled =
                "select spelled from unnest(array[%s]) spelled where parley.room_named(spelled) is not null";

        assertThat(
                        column(
                                numbered,
                                spelled.formatted(
                                        "'7', '07', '+7', ' 7', '-7', '9223372036854775807', '9223372036854775808', 'x', ''")))
                .containsExactly("7", "-7", "9223372036854775807");
        assertThat(
                        column(
                                named,
                                spelled.formatted(
                                        "'room-123', 'a=b@c,d.e;f_g', 'a b', 'a/b', 'ä', E'a\\n', '', repeat('x', 160), repeat('y', 161)")))
                .containsExactly("room-123", "a=b@c,d.e;f_g", "x".repeat(160));
    }

    @Test
    void a_room_is_found_by_its_index_whatever_its_id_is() throws SQLException {
        for (var type : List.of("uuid", "bigint", "text collate \"C\"")) {
            var url = databases.ofIds(type, "uuid", "uuid");
            var plan = new ArrayList<String>();
            try (var connection = connect(url)) {
                execute(
                        connection,
                        """
                        set enable_seqscan = off;
                        set plan_cache_mode = force_generic_plan;
                        prepare newest (parley.room_id) as
                          select from public.messages where room_id = $1 order by seq desc limit 1
                        """);
                plan.addAll(answers(connection, "explain (costs off) execute newest (null)"));
            }

            assertThat(plan)
                    .as(type)
                    .anyMatch(line -> line.contains("messages_room_id_seq_key"))
                    .anyMatch(line -> line.contains("Index Cond: ("));
        }
    }

    /// Returns the first column of what statements answer to a signed-in person.
    private static List<String> as(DatabaseUrl url, String person, String... statements)
            throws SQLException {
        var answers = new ArrayList<String>();
        try (var connection = connect(url)) {
            connection.setAutoCommit(false);
            execute(
                    connection,
                    """
                    select set_config('request.jwt.claims', '{"sub": "%s", "role": "authenticated", "name": "Ann"}', true),
                           set_config('role', 'authenticated', true)
                    """
                            .formatted(person));
            for (var sql : statements) {
                answers.addAll(answers(connection, sql));
            }
            connection.commit();
        }
        return answers;
    }

    private static List<String> answers(Connection connection, String sql) throws SQLException {
        var answers = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answers.add(String.valueOf(rows.getString(1)));
            }
        }
        return answers;
    }
}
