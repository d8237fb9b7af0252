// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The migrations, on a database of a Parley that knew uuids only.
@ExtendWith(SharedDatabases.class)
final class SchemaRenewalTest {
    /// Every value of every row, in a line.
    private static final String VALUES =
            """
            select t.name || ' ' || v.key || ' ' || v.value as line
              from (%s) t (name, line)
              cross join jsonb_each_text(t.line) v
             where v.value is not null
            """
                    .formatted(
                            Stream.of(
                                            "public.profiles",
                                            "public.chat_rooms",
                                            "public.messages",
                                            "public.room_participants",
                                            "public.room_counters",
                                            "public.room_events",
                                            "public.room_cursors",
                                            "parley.bridge_targets",
                                            "parley.bridge_cursors")
                                    .map("select '%1$s', to_jsonb(x) from %1$s x"::formatted)
                                    .collect(Collectors.joining(" union all ")));

    /// Names the functions, policies, triggers and constraints there are, with what they say.
    private static final String SCHEMA =
            """
            select p.oid::regprocedure || ' ' || coalesce(p.proacl::text, '') || p.prosrc from pg_proc p
             where p.pronamespace in ('public'::regnamespace, 'parley'::regnamespace)
            union all
            select concat_ws(' ', tablename, policyname, cmd, qual, with_check) from pg_policies where schemaname = 'public'
            union all
            select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
            union all
            select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
             where connamespace in ('public'::regnamespace, 'parley'::regnamespace) and conname like 'parley%'
            union all
            select concat_ws(' ', pubname, tablename) from pg_publication_tables
            union all
            select nspname from pg_namespace where nspname like 'parley%'
            union all
            select version from supabase_migrations.schema_migrations
            """;

    /// The rows that a publication tells to the slot: inserts and updates.
    private static final String HEARD =
            """
            select chr(get_byte(data, 0))
              from pg_logical_slot_peek_binary_changes('renewal', null, null, 'proto_version', '1', 'publication_names', '%s')
             where chr(get_byte(data, 0)) in ('I', 'U')
            """;

    private final Databases databases;
    private final DatabaseUrl url;

    SchemaRenewalTest(Databases databases) throws SQLException {
        this.databases = databases;
        url = databases.fresh();
    }

    @BeforeEach
    void make() throws SQLException, IOException {
        var script = resource("uuids-only.sql");
        execute(url, script);
        execute(
                url,
                """
                create schema supabase_migrations;
                create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)
                """);
        try (var connection = connect(url);
                var record =
                        connection.prepareStatement(
                                "insert into supabase_migrations.schema_migrations values ('20261101000100', array[?], 'tables'),"
                                        + " ('20261201231500', null, 'profile_relationships')")) {
            record.setString(1, script);
            record.executeUpdate();
        }
    }

    @Test
    void every_row_is_kept_as_it_was() throws SQLException {
        var before = column(url, VALUES);

        Migrations.apply(url);

        // columns that came have values of their own
        assertThat(column(url, VALUES)).containsAll(before);
    }

    @Test
    void everything_else_is_as_in_a_new_database_and_what_is_of_the_app_stays()
            throws SQLException {
        execute(
                url,
                """
                create policy "the app's own" on public.chat_rooms for select using (name = 'Lobby');
                create function public.lobby() returns text language sql as 'select null::text'
                """);
        var anew = databases.ofIds("uuid", "uuid", "uuid");

        Migrations.apply(url);

        var ours = column(anew, SCHEMA);
        var here = column(url, SCHEMA);
        assertThat(here).containsAll(ours);
        assertThat(here.stream().filter(line -> !ours.contains(line)))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("lobby()"))
                .anyMatch(line -> line.contains("the app's own SELECT"));
        assertThat(Migrations.apply(url)).isEmpty();
    }

    @Test
    void a_message_is_numbered_after_those_from_before() throws SQLException {
        Migrations.apply(url);
        execute(
                url,
                "insert into public.messages (room_id, user_id, content) select room_id, user_id, 'again' from public.messages");

        assertThat(
                        column(
                                url,
                                "select concat_ws(' ', seq, rev, content) from public.messages order by seq"))
                .containsExactly("1 4 hello", "2 8 again");
    }

    @Test
    void who_reads_the_log_hears_nothing_again_and_goes_on() throws SQLException {
        execute(
                url,
                "create publication of_ours for table public.room_events, public.room_cursors with (publish = 'insert')");
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute("select pg_create_logical_replication_slot('renewal', 'pgoutput')");
            try {
                Migrations.apply(url);

                assertThat(column(url, HEARD.formatted("parley"))).isEmpty();
                assertThat(column(url, HEARD.formatted("of_ours"))).isEmpty();

                execute(
                        url,
                        "insert into public.messages (room_id, user_id, content) select room_id, user_id, 'again' from public.messages");

                assertThat(column(url, HEARD.formatted("parley"))).isNotEmpty();
                assertThat(column(url, HEARD.formatted("of_ours"))).isNotEmpty();
            } finally {
                statement.execute("select pg_drop_replication_slot('renewal')");
            }
        }
    }

    @Test
    void nothing_has_happened_when_something_of_the_app_calls_our_functions() throws SQLException {
        execute(
                url,
                "create view public.my_roles as select id, parley.my_role(id) as role from public.chat_rooms");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url))
                .withMessageContaining("view my_roles depends on function parley.my_role(uuid)");

        assertThat(column(url, "select count(*) from parley.bridge_cursors")).containsExactly("1");
    }
}
