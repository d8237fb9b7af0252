// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The migrations, on a database that had a chat before.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdoptionTest {
    private final Databases databases;
    private final DatabaseUrl url;

    AdoptionTest(Databases databases) throws SQLException {
        this.databases = databases;
        url = databases.fresh();
    }

    @BeforeAll
    void migrate() throws SQLException, IOException {
        execute(url, resource("app-from-before.sql"));
        Migrations.apply(url);
    }

    @Test
    void messages_are_numbered_in_the_order_they_were_written() throws SQLException {
        assertThat(
                        column(
                                url,
                                "select seq || ' ' || rev || ' ' || content from public.messages"
                                        + " where seq <= 6 and room_id = 'b0000000-0000-4000-8000-00000000000a'"
                                        + " order by seq"))
                .containsExactly("1 1 ", "2 2 1", "3 3 2", "4 4 3", "5 5 4", "6 6 5");
    }

    @Test
    void numbers_go_on_where_they_stopped() throws SQLException {
        execute(
                url,
                "insert into public.messages(room_id, user_id, content)"
                        + " select room_id, user_id, 'new' from public.messages"
                        + " where seq = 1 and user_id is not null");

        assertThat(column(url, "select rev || ' ' || kind from public.room_events order by rev"))
                .containsExactly("7 new-message");
    }

    @Test
    void nobody_is_in_a_room_twice_and_its_maker_owns_it() throws SQLException {
        assertThat(
                        column(
                                url,
                                "select role || ' ' || joined_at::date from public.room_participants order by 1"))
                .containsExactly("member 2020-01-02", "owner 2020-01-01");
    }

    @Test
    void every_room_can_count_and_is_private() throws SQLException {
        assertThat(
                        column(
                                url,
                                "select visibility from public.chat_rooms r"
                                        + " join public.room_counters c on c.room_id = r.id"))
                .containsExactly("private", "private", "private");
    }

    @Test
    void people_get_a_name_and_keep_what_the_app_knew() throws SQLException {
        assertThat(
                        column(
                                url,
                                "select concat_ws(' ', display_name, full_name) from public.profiles order by 1"))
                .containsExactly("Guest Guest", "X X");
    }

    @Test
    void what_an_app_calls_people_is_their_name_and_theirs_to_edit() throws SQLException {
        var own = databases.fresh();
        execute(
                own,
                """
                create table public.profiles (id uuid primary key references auth.users, name text not null, bio text);
                alter table public.profiles enable row level security;
                create policy own on public.profiles for update using (id = auth.uid());
                grant all on public.profiles to authenticated;
                insert into auth.users (id, email) values
                  ('a0000000-0000-4000-8000-00000000000a', 'ann@example.com'),
                  ('a0000000-0000-4000-8000-00000000000b', 'bob@example.com');
                insert into public.profiles (id, name) values ('a0000000-0000-4000-8000-00000000000a', 'Ann');
                """);
        var names =
                "select concat_ws(' ', name, display_name, bio) from public.profiles order by id";

        Migrations.apply(own);

        assertThat(column(own, names)).containsExactly("Ann Ann", "Guest Guest");

        execute(
                own,
                """
                begin;
                select set_config('request.jwt.claims', '{"sub": "a0000000-0000-4000-8000-00000000000a"}', true),
                       set_config('role', 'authenticated', true);
                update public.profiles set name = 'Anna', bio = 'hi';
                reset role;
                update public.profiles set display_name = 'Bob' where name = 'Guest';
                commit
                """);

        assertThat(column(own, names)).containsExactly("Anna Anna hi", "Bob Bob");
    }

    @Test
    void an_app_whose_profiles_need_more_than_a_name_still_lets_people_sign_up()
            throws SQLException {
        var own = databases.fresh();
        execute(
                own,
                """
                create table public.profiles (id uuid primary key, full_name text, country text not null);
                insert into auth.users (id, email) values ('a0000000-0000-4000-8000-00000000000a', 'ann@example.com')
                """);

        Migrations.apply(own);
        execute(
                own,
                "insert into auth.users (id, email) values ('a0000000-0000-4000-8000-00000000000b', 'bob@example.com')");

        assertThat(column(own, "select count(*) from public.profiles")).containsExactly("0");
        assertThat(column(own, "select parley.profile_json(id) ->> 'display_name' from auth.users"))
                .containsExactly("Guest", "Guest");
    }

    @Test
    void an_app_that_relates_messages_to_profiles_itself_keeps_its_key()
            throws SQLException, IOException {
        var own = databases.fresh();
        execute(own, resource("app-from-before.sql"));
        execute(
                own,
                """
                insert into public.profiles (id)
                select distinct user_id from public.messages where user_id is not null on conflict do nothing;
                alter table public.messages add foreign key (user_id) references public.profiles
                """);
        var relationships =
                "select oid::regprocedure::text from pg_proc where proname = 'profiles' order by 1";

        Migrations.apply(own);

        assertThat(column(own, relationships))
                .containsExactly(
                        "profiles(message_reactions)",
                        "profiles(room_cursors)",
                        "profiles(room_invitations)",
                        "profiles(room_participants)");
        assertThat(column(url, relationships))
                .containsExactly(
                        "profiles(message_reactions)",
                        "profiles(messages)",
                        "profiles(room_cursors)",
                        "profiles(room_invitations)",
                        "profiles(room_participants)");
    }

    @Test
    void times_without_a_zone_are_utc() throws SQLException {
        assertThat(column(url, "select distinct pg_typeof(created_at) from public.chat_rooms"))
                .containsExactly("timestamp with time zone");
    }

    @Test
    void no_row_is_written_anew_for_the_zone_of_its_times() throws SQLException, IOException {
        var app = databases.fresh();
        execute(app, resource("app-from-before.sql"));
        var file = "select pg_relation_filenode('public.chat_rooms')";
        var before = column(app, file);

        Migrations.apply(app);

        assertThat(column(app, file)).isEqualTo(before);
    }

    @Test
    void the_policies_of_the_app_stay() throws SQLException {
        assertThat(
                        column(
                                url,
                                "select count(*) from pg_policies where tablename = 'messages' and policyname = 'own'"))
                .containsExactly("1");
    }

    @Test
    void what_the_app_left_empty_closes_no_room() throws SQLException {
        assertThat(
                        column(
                                url,
                                """
                                select concat_ws('|', m ->> 'user_id', m ->> 'content', m ->> 'created_at')
                                  from public.messages stored, parley.message_json(stored) m
                                 where stored.user_id is null
                                """))
                .containsExactly("00000000-0000-0000-0000-000000000000||1970-01-01T00:00:00+00:00");
        assertThat(
                        column(
                                url,
                                "select parley.room_json(r) ->> 'name' from public.chat_rooms r where r.name is null"))
                .containsExactly("Untitled room");
        assertThat(
                        column(
                                url,
                                "select distinct parley.profile_json(id) ->> 'display_name' from public.profiles"
                                        + " where display_name is null"))
                .isSubsetOf("Guest");
    }

    @Test
    void what_the_policies_of_the_app_allow_is_told_in_plain_words() {
        assertThat(ForeignPolicy.in(url))
                .containsExactly(
                        new ForeignPolicy(
                                "own",
                                "messages",
                                "anyone, signed in or not, may read messages of private rooms they are not in"),
                        new ForeignPolicy(
                                "join",
                                "room_participants",
                                "people who are signed in may enter private rooms without an invitation, as members,"
                                        + " where (user_id = auth.uid())"));
    }
}
