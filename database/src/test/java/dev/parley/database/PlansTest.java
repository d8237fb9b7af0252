// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How PostgreSQL reads what people look at first, in a database of 1,000 rooms of which half are theirs.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlansTest {
    /// Fills the tables without the triggers. Every tenth message begins a thread of five.
    private static final String ROWS =
            """
            set session_replication_role = replica;
            insert into public.chat_rooms (id, name) select 'room-' || r, 'Room' from generate_series(1, 1000) r;
            insert into public.room_counters (room_id, last_seq, last_rev) select id, 60, 60 from public.chat_rooms;
            insert into public.profiles (id, display_name)
            select ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Person' from generate_series(1, 1000) n;
            insert into public.room_participants (room_id, user_id)
            select 'room-' || r, ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
              from generate_series(1, 1000) r, lateral (select distinct n from unnest(array[1 + r % 2, 3 + r % 997, 4 + r % 7]) n) p;
            insert into public.messages (id, room_id, user_id, content, seq, rev)
            select md5(r || ' ' || seq)::uuid, 'room-' || r, ('a0000000-0000-4000-8000-' || lpad((case when seq % 9 = 0 then 1 else 3 + r % 997 end)::text, 12, '0'))::uuid, 'hello', seq, seq
              from generate_series(1, 1000) r, generate_series(1, 60) seq;
            update public.messages m
               set thread_root = md5(replace(m.room_id, 'room-', '') || ' ' || m.seq / 10 * 10)::uuid
             where m.seq % 10 between 1 and 4 and m.seq > 10;
            insert into public.room_cursors (room_id, user_id, read_seq)
            select p.room_id, p.user_id, 30 from public.room_participants p;
            insert into parley.thread_followers (message_id, user_id, room_id, read_seq)
            select distinct m.thread_root, m.user_id, m.room_id, 0 from public.messages m where m.thread_root is not null;
            insert into parley.message_mentions (message_id, user_id, room_id, created_at)
            select m.id, p.user_id, m.room_id, m.created_at from public.messages m join public.room_participants p using (room_id)
             where m.seq % 2 = 0 and (p.user_id <> 'a0000000-0000-4000-8000-000000000001' or m.room_id ~ '00$');
            insert into public.message_reactions (room_id, message_id, user_id, emoji, rev)
            select m.room_id, m.id, m.user_id, '+', m.rev from public.messages m;
            insert into public.message_pins (message_id, room_id, user_id, rev, pinned_at)
            select m.id, m.room_id, m.user_id, m.rev, now() from public.messages m where m.seq % 10 = 0;
            insert into parley.former_participants (room_id, user_id, role, joined_at, left_at)
            select r.id, p.id, 'member', now(), now() from public.chat_rooms r, (select id from public.profiles limit 9) p;
            insert into public.room_events (room_id, rev, kind, channel, data)
            select m.room_id, m.rev, 'new-message', 'private-' || m.room_id, parley.message_json(m) from public.messages m;
            analyze;
            """;

    private static final Pattern READ_WHOLE = Pattern.compile("Seq Scan on (\\w+)");

    private final DatabaseUrl url;

    PlansTest(Databases databases) throws SQLException {
        url = databases.asSuperuser(databases.migrated());
        execute(url, ROWS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my_rooms()",
                "room_snapshot('room-2')",
                "messages_page('room-2', before_seq => 40)",
                "messages_page('room-2', around_id => md5('2 30')::uuid)",
                "room_snapshot('room-2', thread => md5('2 20')::uuid)",
                "messages_page('room-2', before_seq => 40, thread => md5('2 20')::uuid)",
                "room_changes('room-2', 10)",
                "my_threads()",
                "my_mentions()",
                "pinned_messages('room-2')"
            })
    void no_table_that_grows_is_read_whole(String call) throws SQLException {
        var plans = plans(call);

        assertThat(plans).isNotEmpty();
        assertThat(plans.stream().flatMap(plan -> READ_WHOLE.matcher(plan).results()))
                .extracting(found -> found.group(1))
                .isEmpty();
    }

    /// Returns the plans of all statements that a call runs, each with its query.
    private List<String> plans(String call) throws SQLException {
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    load 'auto_explain';
                    set auto_explain.log_min_duration = 0;
                    set auto_explain.log_nested_statements = on;
                    set auto_explain.log_level = 'notice';
                    select set_config('request.jwt.claims',
                      '{"sub": "a0000000-0000-4000-8000-000000000001", "role": "authenticated"}', false)
                    """);
            statement.clearWarnings();
            statement.execute("select public." + call);
            var plans = new ArrayList<String>();
            for (var told = statement.getWarnings(); told != null; told = told.getNextWarning()) {
                plans.add(told.getMessage());
            }
            return plans;
        }
    }
}
