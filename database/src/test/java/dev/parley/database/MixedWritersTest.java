// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many tabs of several people change the same messages at once, by the functions that clients call.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MixedWritersTest {
    private static final int WRITERS = 64;
    private static final int PEOPLE = 8;
    private static final int STEPS = 8;

    /// What a client may be told: neither author nor owner, deleted meanwhile, too many reactions, waited too long.
    private static final Set<String> REFUSALS = Set.of("PT403", "PT410", "PT422", "55P03");

    private final DatabaseUrl url;
    private final List<UUID> messages = new CopyOnWriteArrayList<>();

    MixedWritersTest(Databases databases) throws SQLException {
        url = databases.migrated();
        for (var number = 0; number < PEOPLE; number++) {
            execute(url, "insert into auth.users(id) values ('%s')".formatted(person(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void the_log_has_no_gaps_and_says_what_the_tables_say(long seed)
            throws SQLException, InterruptedException, ExecutionException {
        var rooms = List.of(room(), room());
        messages.clear();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Integer>>();
            for (var number = 0; number < WRITERS; number++) {
                var writer = person(number % PEOPLE);
                var random = new Random(seed * WRITERS + number);
                running.add(threads.submit(() -> write(writer, rooms, random)));
            }
            var done = 0;
            for (var writer : running) {
                done += writer.get();
            }
            assertThat(done).as("changes that were made").isGreaterThan(WRITERS * STEPS / 3);
        }

        for (var room : rooms) {
            assertThat(column(url, replay("select rev from change order by rev", room)))
                    .as("revs")
                    .isEqualTo(upTo("last_rev", room));
            assertThat(
                            column(
                                    url,
                                    "select seq from public.messages where room_id = '%s' order by seq"
                                            .formatted(room)))
                    .as("seqs")
                    .isEqualTo(upTo("last_seq", room));
            assertThat(
                            column(
                                    url,
                                    replay(
                                            """
                                            (table replayed except table stored)
                                            union all (table stored except table replayed)
                                            """,
                                            room)))
                    .as("what only the log or only the tables say")
                    .isEmpty();
        }
    }

    /// Returns how many changes of one writer were committed.
    private int write(String person, List<String> rooms, Random random) throws SQLException {
        var committed = 0;
        try (var connection = signedIn(url, person)) {
            execute(connection, "set synchronous_commit = off");
            connection.setAutoCommit(false);
            for (var step = 0; step < STEPS; step++) {
                try {
                    change(connection, rooms.get(random.nextInt(rooms.size())), random);
                    if (random.nextInt(10) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                        committed++;
                    }
                } catch (SQLException e) {
                    connection.rollback();
                    if (!REFUSALS.contains(e.getSQLState())) {
                        throw e;
                    }
                }
            }
        }
        return committed;
    }

    private void change(Connection connection, String room, Random random) throws SQLException {
        var kind = random.nextInt(17);
        if (kind < 3 || messages.isEmpty()) {
            var id = UUID.randomUUID();
            call(connection, "send_message('%s', '%s', 'hello')".formatted(id, room));
            connection.commit();
            messages.add(id);
            return;
        }
        // The newest are changed most often, so that writers meet.
        var message =
                messages.get(
                        Math.max(0, messages.size() - 1 - random.nextInt(random.nextInt(40) + 1)));
        var emoji = "ab".charAt(random.nextInt(2));
        call(
                connection,
                switch (kind) {
                    case 3, 4 ->
                            "edit_message('%s', 'edit %s')".formatted(message, random.nextInt(9));
                    case 5 -> "delete_message('%s')".formatted(message);
                    case 6, 7, 8 -> "react('%s', '%s')".formatted(message, emoji);
                    case 9, 10 -> "unreact('%s', '%s')".formatted(message, emoji);
                    case 11 -> "pin_message('%s')".formatted(message);
                    case 12 -> "unpin_message('%s')".formatted(message);
                    case 13, 14 -> reply(message, random.nextBoolean());
                    case 15 -> "set_thread_cursor('%s', %s)".formatted(message, random.nextInt(50));
                    default -> "set_cursor('%s', %s)".formatted(room, random.nextInt(50));
                });
    }

    /// A reply in the thread of a message, or in the thread that it stands in.
    private static String reply(UUID message, boolean alsoInRoom) {
        return """
        send_message('%s', m.room_id, 'reply', thread_root => coalesce(m.thread_root, m.id), also_in_room => %s)
          from public.messages m where m.id = '%s'
        """
                .formatted(UUID.randomUUID(), alsoInRoom, message);
    }

    private static void call(Connection connection, String function) throws SQLException {
        execute(connection, "select public." + function);
    }

    private String room() throws SQLException {
        var room =
                column(
                                url,
                                "insert into public.chat_rooms(name, created_by, visibility) values ('room', '%s', 'public') returning id"
                                        .formatted(person(0)))
                        .getFirst();
        execute(
                url,
                "insert into public.room_participants(room_id, user_id) select '%s', id from auth.users on conflict do nothing"
                        .formatted(room));
        return room;
    }

    private List<String> upTo(String counter, String room) throws SQLException {
        var last =
                Long.parseLong(
                        column(
                                        url,
                                        "select %s from public.room_counters where room_id = '%s'"
                                                .formatted(counter, room))
                                .getFirst());
        return LongStream.rangeClosed(1, last).mapToObj(Long::toString).toList();
    }

    /// A query over a room's changes as they are read: all of them, what following them leads to,
    /// and what the tables have.
    private static String replay(String query, String room) {
        return """
        with change as materialized (
          select (item ->> 'rev')::bigint as rev, item ->> 'kind' as kind, item -> 'data' as data
            from generate_series(
                   0, (select last_rev - 1 from public.room_counters where room_id = '%1$s'), 1000) after_rev,
                 jsonb_array_elements(public.room_changes('%1$s', after_rev, 1000) -> 'items') item),
        message as (
          select distinct on (data ->> 'id') data
            from change where kind in ('new-message', 'message-updated', 'message-deleted')
           order by data ->> 'id', rev desc),
        reaction as (
          select distinct on (data ->> 'message_id', data ->> 'user_id', data ->> 'emoji') kind, data
            from change where kind in ('reaction-added', 'reaction-removed')
           order by data ->> 'message_id', data ->> 'user_id', data ->> 'emoji', rev desc),
        pin as (
          select distinct on (data ->> 'message_id') kind, data
            from change where kind in ('message-pinned', 'message-unpinned')
           order by data ->> 'message_id', rev desc),
        thread as (
          select distinct on (data #>> '{thread,message_id}') data -> 'thread' as data
            from change where data ? 'thread'
           order by data #>> '{thread,message_id}', rev desc),
        standing as (select data ->> 'id' as id from message where not data ? 'deleted_at'),
        replayed as (
          select data - 'thread' from message
          union all
          select data from thread
          union all
          select r.data - 'created_at' from reaction r
           where r.kind = 'reaction-added' and r.data ->> 'message_id' in (select id from standing)
          union all
          select p.data - 'pinned_at' from pin p
           where p.kind = 'message-pinned' and p.data ->> 'message_id' in (select id from standing)),
        stored as (
          select parley.message_json(m) as data from public.messages m where m.room_id = '%1$s'
          union all
          select parley.thread_json(root) from (
            select distinct thread_root as root from public.messages where room_id = '%1$s' and thread_root is not null) threads
          union all
          select parley.reaction_json(r) from public.message_reactions r where r.room_id = '%1$s'
          union all
          select parley.pin_json(p) - 'pinned_at' from public.message_pins p where p.room_id = '%1$s')
        """
                        .formatted(room)
                + query;
    }

    private static String person(int number) {
        return "a0000000-0000-4000-8000-00000000000" + number;
    }
}
