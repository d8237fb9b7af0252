// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.protocol.Secret;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MigrationsTest {
    private final Databases databases;

    MigrationsTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void files_are_applied_in_order_and_once() throws SQLException {
        var url = databases.fresh();

        var first = Migrations.apply(url);
        var second = Migrations.apply(url);

        assertThat(first).isNotEmpty().isSorted().allMatch(name -> name.endsWith(".sql"));
        assertThat(second).isEmpty();
        assertThat(
                        column(
                                url,
                                "select version || '_' || name || '.sql' from supabase_migrations.schema_migrations"
                                        + " order by version"))
                .isEqualTo(first);
    }

    @Test
    void a_file_that_fails_leaves_nothing_and_those_before_it_stay() throws SQLException {
        var url = databases.fresh();
        var good = new Migration("1", "good", "create table public.good(id int)");
        var bad = new Migration("2", "bad", "create table public.bad(id int); select 1 / 0");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url, List.of(good, bad), _ -> {}))
                .withMessageContaining("2_bad.sql")
                .withMessageContaining("division by zero");

        assertThat(column(url, "select version from supabase_migrations.schema_migrations"))
                .containsExactly("1");
        assertThat(column(url, "select to_regclass('public.bad') is null")).containsExactly("t");
    }

    @Test
    void a_file_older_than_what_is_applied_is_refused() throws SQLException {
        var url = databases.fresh();
        Migrations.apply(
                url, List.of(new Migration("20270102000000", "second", "select 1")), _ -> {});

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() ->
                        Migrations.apply(
                                url,
                                List.of(new Migration("20270101000000", "first", "select 1")),
                                _ -> {}))
                .withMessageContaining("20270101000000_first")
                .withMessageContaining("later version");
    }

    @Test
    void the_schema_of_an_unreleased_parley_is_refused_with_what_to_do_and_stays()
            throws SQLException {
        var url = databases.migrated();
        execute(
                url,
                "update supabase_migrations.schema_migrations set version = replace(version, '20261201', '20261101')");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url))
                .withMessageContaining("unreleased version of Parley")
                .withMessageContaining("./parley up --fresh");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.plan(url))
                .withMessageContaining("./parley up --fresh");

        assertThat(column(url, "select to_regclass('public.messages') is not null"))
                .containsExactly("t");
    }

    @Test
    void two_programs_that_migrate_at_once_take_turns()
            throws SQLException, InterruptedException, ExecutionException {
        var url = databases.fresh();
        Callable<List<String>> migrate = () -> Migrations.apply(url);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(migrate);
            var other = threads.submit(migrate);

            assertThat(List.of(one.get().isEmpty(), other.get().isEmpty()))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void a_database_that_does_not_answer_is_named_without_the_password() {
        var url = new DatabaseUrl("127.0.0.1", 1, "x", "u", new Secret("hush"), "");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url))
                .withMessageContaining("127.0.0.1:1/x")
                .withMessageNotContaining("hush");
    }

    @Test
    void who_had_left_a_room_of_an_app_has_no_row_any_more_and_stays_muted() throws SQLException {
        var url = databases.fresh();
        execute(
                url,
                """
                insert into auth.users(id, email) values
                  ('a0000000-0000-4000-8000-00000000000a', 'ann@example.com'),
                  ('a0000000-0000-4000-8000-00000000000b', 'bob@example.com');
                create table public.chat_rooms (id uuid primary key, name text, created_by uuid);
                create table public.room_participants (
                  room_id uuid, user_id uuid, role text default 'member', left_at timestamptz, muted_until timestamptz);
                insert into public.chat_rooms values
                  ('b0000000-0000-4000-8000-00000000000a', 'Room', 'a0000000-0000-4000-8000-00000000000a');
                insert into public.room_participants values
                  ('b0000000-0000-4000-8000-00000000000a', 'a0000000-0000-4000-8000-00000000000a', 'member', null, null),
                  ('b0000000-0000-4000-8000-00000000000a', 'a0000000-0000-4000-8000-00000000000b', 'moderator', now(), 'infinity');
                """);

        Migrations.apply(url);

        assertThat(column(url, "select role from public.room_participants"))
                .containsExactly("owner");
        execute(
                url,
                "insert into public.room_participants(room_id, user_id) select room_id, user_id"
                        + " from parley.former_participants where role = 'moderator' and left_at is not null");
        assertThat(
                        column(
                                url,
                                "select role || ' ' || muted_until from public.room_participants where role <> 'owner'"))
                .containsExactly("member infinity");
        assertThat(column(url, "select display_name from public.profiles"))
                .as("names made from e-mail addresses")
                .containsExactly("Guest", "Guest");
    }

    @Test
    void the_seed_fills_an_empty_database_once() throws SQLException {
        var url = databases.migrated();

        var first = Migrations.seed(url);
        var second = Migrations.seed(url);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(column(url, "select visibility from public.chat_rooms order by 1"))
                .containsExactly("private", "public");
        assertThat(
                        column(
                                url,
                                "select count(*) = max(last_seq) from public.messages"
                                        + " join public.room_counters using (room_id) group by room_id"))
                .containsExactly("t", "t");
    }

    @Test
    void the_seed_may_be_run_again_by_other_tools() throws SQLException {
        var url = databases.migrated();
        Migrations.seed(url);
        var before = column(url, "select id from public.messages order by 1");

        execute(url, Migration.seed());

        assertThat(column(url, "select id from public.messages order by 1")).isEqualTo(before);
    }

    @Test
    void demo_people_sign_in_with_the_password_that_is_written_down() throws SQLException {
        var url = databases.migrated();
        Migrations.seed(url);

        execute(url, "create extension pgcrypto schema extensions");

        assertThat(
                        column(
                                url,
                                "select email from auth.users"
                                        + " where encrypted_password = extensions.crypt('parley-demo', encrypted_password)"))
                .contains("ada@example.com", "grace@example.com", "linus@example.com");
    }
}
