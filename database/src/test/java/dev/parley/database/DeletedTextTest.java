// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Looks for what a deleted message said in every column of every table, whatever tables there are.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeletedTextTest {
    private static final String ADA = "a0000000-0000-4000-8000-000000000001";
    private static final String BOB = "b0000000-0000-4000-8000-000000000002";
    private static final String ROOM = "c0000000-0000-4000-8000-000000000003";
    private static final String MESSAGE = "d0000000-0000-4000-8000-000000000004";
    private static final String ANSWER = "e0000000-0000-4000-8000-000000000005";
    private static final String SECRET = "xyzzy";

    private final DatabaseUrl url;

    DeletedTextTest(Databases databases) throws SQLException {
        url = databases.migrated();
        execute(
                url,
                """
                insert into auth.users(id) values ('%1$s'), ('%2$s');
                insert into public.chat_rooms(id, name, created_by) values ('%3$s', 'room', '%1$s');
                insert into public.room_participants(room_id, user_id) values ('%3$s', '%2$s')
                """
                        .formatted(ADA, BOB, ROOM));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "its author,              B, select public.delete_message('%s')",
        "an owner,                A, select public.delete_message('%s')",
        "a server,                -, delete from public.messages where id = '%s'",
        "a server that marks it,  -, update public.messages set deleted_at = now() where id = '%s'",
    })
    void nothing_is_left_of_a_message_deleted_by(String whom, char who, String deletion)
            throws SQLException {
        execute(url, "delete from public.messages");
        as(
                'B',
                "select public.send_message('%s', '%s', 'first xyzzy', null, '[\"xyzzy.png\"]', '{\"of\": \"xyzzy\"}')"
                        .formatted(MESSAGE, ROOM));
        as(
                'A',
                "select public.send_message('%s', '%s', 'an answer', '%s')"
                        .formatted(ANSWER, ROOM, MESSAGE));
        as('A', "select public.react('%s', 'b')".formatted(MESSAGE));
        as(
                'A',
                "select public.react('%s', 'a'), public.unreact('%s', 'a')"
                        .formatted(MESSAGE, MESSAGE));
        as('B', "select public.edit_message('%s', 'second xyzzy')".formatted(MESSAGE));
        as('B', "select public.edit_message('%s', 'third xyzzy')".formatted(MESSAGE));
        assertThat(tablesThatSay(SECRET))
                .as("what is to be looked for is there before")
                .contains("public.messages", "public.room_events", "parley.message_edits");

        as(who, deletion.formatted(MESSAGE));

        assertThat(tablesThatSay(SECRET)).isEmpty();
        assertThat(tablesThatSay("an answer")).contains("public.messages", "public.room_events");
        for (var read :
                List.of(
                        "room_changes('%s', 0)".formatted(ROOM),
                        "room_snapshot('%s')".formatted(ROOM),
                        "messages_page('%s', around_id => '%s')".formatted(ROOM, ANSWER))) {
            as(
                    'A',
                    "create temporary table answer as select public." + read + "::text as said",
                    """
                    do $$ begin
                      assert not exists (select from answer where said like '%xyzzy%');
                      assert exists (select from answer where said like '%an answer%');
                    end $$\
                    """);
        }
    }

    /// Runs statements as Ada, as Bob, or as a server.
    private void as(char who, String... statements) throws SQLException {
        try (var connection = who == '-' ? connect(url) : signedIn(url, who == 'A' ? ADA : BOB)) {
            for (var statement : statements) {
                execute(connection, statement);
            }
        }
    }

    private List<String> tablesThatSay(String text) throws SQLException {
        var saying = new ArrayList<String>();
        for (var table :
                column(
                        url,
                        """
                        select format('%I.%I', table_schema, table_name) from information_schema.tables
                         where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                        """)) {
            if (!column(
                            url,
                            "select 1 from %s row where row::text like '%%%s%%'"
                                    .formatted(table, text))
                    .isEmpty()) {
                saying.add(table);
            }
        }
        return saying;
    }
}
