// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may join an app's rooms, or read them, by its own policies.
@ExtendWith(SharedDatabases.class)
final class AdoptedVisibilityTest {
    private static final String APP =
            """
            create table public.chat_rooms (
              id uuid primary key default gen_random_uuid(), name text, is_closed boolean not null, created_by uuid);
            create table public.messages (
              id uuid primary key default gen_random_uuid(), room_id uuid references public.chat_rooms on delete cascade,
              user_id uuid references auth.users on delete cascade, content text, created_at timestamptz default now());
            create table public.room_participants (
              id uuid primary key default gen_random_uuid(), room_id uuid references public.chat_rooms on delete cascade,
              user_id uuid references auth.users on delete cascade, joined_at timestamptz default now());
            insert into public.chat_rooms (name, is_closed) values ('Club', true), ('Square', false);
            alter table public.chat_rooms enable row level security;
            alter table public.messages enable row level security;
            alter table public.room_participants enable row level security;
            grant all on public.chat_rooms, public.messages, public.room_participants to anon, authenticated;
            create policy "anyone may view rooms" on public.chat_rooms for select using (true);
            create policy "participants read" on public.messages for select to authenticated using (
              exists (select from public.room_participants p where p.room_id = messages.room_id and p.user_id = auth.uid()));
            """;

    private final Databases databases;

    AdoptedVisibilityTest(Databases databases) {
        this.databases = databases;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nobody joins by themselves  |                                                                     | private | private
                    anyone signed in joins      | create policy a on room_participants for insert to authenticated with check (auth.uid() = user_id)  | open | open
                    a rule for all commands     | create policy a on room_participants for all using (auth.uid() = user_id)                           | open | open
                    what the room says          | create policy a on room_participants for insert with check (user_id = auth.uid() and exists (select from chat_rooms r where r.id = room_id and not r.is_closed)) | private | open
                    a restriction besides       | create policy a on room_participants for insert with check (true); create policy b on room_participants as restrictive for insert with check (user_id is null) | private | private
                    without signing in          | create policy a on messages for select using (true)                                                 | public | public
                    who is signed in reads      | create policy a on messages for select to authenticated using (true)                                | private | private
                    reads what the room says    | create policy a on messages for select using (exists (select from chat_rooms r where r.id = messages.room_id and not r.is_closed)) | private | public
                    what fails                  | create policy a on room_participants for insert with check (1 / (user_id <> user_id)::int = 1)      | private | private
                    """)
    void is_kept_as_the_visibility_of_each_room(
            String what, String policies, String club, String square) throws SQLException {
        var url = databases.fresh();
        execute(url, APP + (policies == null ? "" : policies));

        Migrations.apply(url);

        assertThat(column(url, "select visibility from public.chat_rooms order by name"))
                .as(what)
                .containsExactly(club, square);
    }
}
