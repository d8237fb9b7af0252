package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.protocol.Secret;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The migrations, on databases that they cannot adopt: nothing is changed, and a person learns why.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedAdoptionTest {
    private final Databases databases;

    RefusedAdoptionTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void ids_of_another_type() throws SQLException {
        refuses(
                "create table public.messages(id bigint primary key, room_id uuid, user_id uuid, content text)",
                "messages.id is bigint",
                "must be uuid");
    }

    @Test
    void a_table_that_has_the_name_of_one_of_ours() throws SQLException {
        refuses(
                "create table public.room_invitations(id bigint primary key)",
                "public.room_invitations",
                "rename it");
    }

    @Test
    void a_partitioned_table() throws SQLException {
        refuses(
                "create table public.messages(id uuid, room_id uuid, user_id uuid, content text, created_at timestamptz)"
                        + " partition by range (created_at)",
                "public.messages is a partitioned table",
                "ordinary tables");
    }

    @Test
    void a_view() throws SQLException {
        refuses(
                "create view public.chat_rooms as select gen_random_uuid() as id, 'x' as name",
                "public.chat_rooms is a view",
                "ordinary tables");
    }

    @Test
    void columns_of_another_name() throws SQLException {
        refuses(
                "create table public.messages(id uuid primary key, channel_id uuid, user_id uuid, body text)",
                "messages.content, messages.room_id",
                "rename column");
    }

    @Test
    void a_column_that_has_the_name_of_one_of_ours() throws SQLException {
        refuses(
                "create table public.messages(id uuid primary key, room_id uuid, user_id uuid, content text, seq int)",
                "messages.seq",
                "rename column");
    }

    @Test
    void a_text_of_another_type() throws SQLException {
        refuses(
                "create table public.messages(id uuid primary key, room_id uuid, user_id uuid, content jsonb)",
                "messages.content is jsonb",
                "must be text");
    }

    @Test
    void a_database_without_accounts() throws SQLException {
        var url = databases.plain();

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url))
                .withMessageContaining("no schema auth with users and uid()")
                .withMessageContaining("./parley migrate --bootstrap");
    }

    @Test
    void tables_of_another_role() throws SQLException {
        var url = databases.fresh();
        execute(
                url,
                "create role newcomer_of_adoption login password 'newcomer';"
                        + "create table public.messages(id uuid primary key, room_id uuid, user_id uuid, content text);"
                        + "create schema supabase_migrations;"
                        + "grant all on schema supabase_migrations to newcomer_of_adoption;"
                        + "grant create on database "
                        + url.database()
                        + " to newcomer_of_adoption");
        var newcomer =
                new DatabaseUrl(
                        url.host(),
                        url.port(),
                        url.database(),
                        "newcomer_of_adoption",
                        new Secret("newcomer"),
                        url.options());

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(newcomer))
                .withMessageContaining("public.messages belongs to postgres")
                .withMessageContaining("migrate as the owner");
    }

    private void refuses(String before, String fact, String cure) throws SQLException {
        var url = databases.fresh();
        execute(url, before);

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.apply(url))
                .withMessageContaining(fact)
                .withMessageContaining(cure);

        assertThat(column(url, "select to_regclass('public.room_counters') is null"))
                .containsExactly("t");
    }
}
