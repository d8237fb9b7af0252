// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.column;
import static dev.parley.database.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What many connections at once make of the log.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoomLogTest {
    private static final String ADA = "a0000000-0000-4000-8000-000000000001";
    private static final int WRITERS = 6;
    private static final int STEPS = 60;
    private static final Pattern DECODED =
            Pattern.compile("room_events: INSERT: room_id\\[text]:'([^']+)' rev\\[bigint]:(\\d+)");

    private final DatabaseUrl url;
    private List<String> rooms = List.of();

    RoomLogTest(Databases databases) throws SQLException {
        url = databases.migrated();
    }

    @BeforeEach
    void make_rooms() throws SQLException {
        execute(url, "insert into auth.users(id) values ('" + ADA + "') on conflict do nothing");
        rooms =
                column(
                        url,
                        "insert into public.chat_rooms(name, created_by)"
                                + " select 'room', '"
                                + ADA
                                + "' from generate_series(1, 3) returning id");
    }

    @Test
    void numbers_have_no_gaps_and_follow_the_commits()
            throws SQLException, InterruptedException, ExecutionException {
        execute(url, "select pg_create_logical_replication_slot('order', 'test_decoding')");

        atOnce(WRITERS, number -> () -> write(new Random(number)));

        var decoded =
                column(url, "select data from pg_logical_slot_get_changes('order', null, null)");
        for (var room : rooms) {
            var head = Long.parseLong(one("select last_rev from public.room_counters", room));
            var seqs = Long.parseLong(one("select last_seq from public.room_counters", room));
            assertThat(seqs).isGreaterThan(WRITERS);
            assertThat(revsByCommit(decoded).get(room))
                    .as("revs in the order of commits, after the owner's entry")
                    .isEqualTo(LongStream.rangeClosed(2, head).boxed().toList());
            assertThat(
                            column(
                                    url,
                                    "select seq from public.messages where room_id = '"
                                            + room
                                            + "' order by rev"))
                    .as("seqs in the order of revs")
                    .isEqualTo(LongStream.rangeClosed(1, seqs).mapToObj(Long::toString).toList());
        }
    }

    @Test
    void one_id_in_two_rooms_at_once_is_refused_and_leaves_no_gap()
            throws SQLException, InterruptedException, ExecutionException {
        var id = UUID.randomUUID();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var first = signedIn();
                var second = signedIn()) {
            insert(first, id, rooms.get(0));
            var clash =
                    threads.submit(() -> {
                        insert(second, id, rooms.get(1));
                        second.commit();
                        return "taken";
                    });
            await().until(this::someoneWaits);
            first.commit();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(clash::get)
                    .withCauseInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(sqlState(e)).isEqualTo("23505"));
        }
        assertThat(one("select last_rev from public.room_counters", rooms.get(1))).isEqualTo("1");
    }

    @Test
    void a_room_that_is_held_up_is_given_up_after_two_seconds() throws SQLException {
        try (var holder = signedIn();
                var waiter = signedIn()) {
            insert(holder, UUID.randomUUID(), rooms.get(0));

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> insert(waiter, UUID.randomUUID(), rooms.get(0)))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
        }
    }

    @Test
    void to_add_who_is_there_waits_for_nobody() throws SQLException {
        try (var holder = signedIn();
                var other = signedIn()) {
            insert(holder, UUID.randomUUID(), rooms.get(0));

            execute(
                    other,
                    "insert into public.room_participants(room_id, user_id) select '%s', '%s' from generate_series(1, 100)"
                            .formatted(rooms.get(0), ADA));
            other.commit();
        }
        assertThat(one("select last_rev from public.room_counters", rooms.get(0))).isEqualTo("1");
    }

    @Test
    void what_waited_for_a_room_to_become_private_is_told_in_private()
            throws SQLException, InterruptedException, ExecutionException {
        var room = rooms.get(0);
        execute(
                url,
                "update public.chat_rooms set visibility = 'public' where id = '%1$s';"
                                .formatted(room)
                        + "insert into public.messages(room_id, user_id, content) values ('%s', '%s', 'hello')"
                                .formatted(room, ADA));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var owner = signedIn()) {
            execute(
                    owner,
                    "update public.chat_rooms set visibility = 'private' where id = '%s'"
                            .formatted(room));
            var removal =
                    threads.submit(() -> {
                        execute(
                                url,
                                "delete from public.messages where room_id = '%s'".formatted(room));
                        return "removed";
                    });
            await().until(this::someoneWaits);
            owner.commit();

            assertThat(removal.get()).isEqualTo("removed");
        }
        assertThat(
                        column(
                                url,
                                "select channel from public.room_events where kind = 'message-deleted' and room_id = '%s'"
                                        .formatted(room)))
                .containsExactly("private-room-" + room);
    }

    @Test
    void a_reaction_may_be_taken_back_while_its_message_is_deleted()
            throws SQLException, InterruptedException, ExecutionException {
        var id = UUID.randomUUID();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var holder = signedIn();
                var author = signedIn();
                var reader = signedIn()) {
            insert(author, id, rooms.get(0));
            call(author, "react", id);
            author.commit();
            insert(holder, UUID.randomUUID(), rooms.get(0));

            var deletion = threads.submit(() -> delete(author, id));
            await().until(() -> waiting() == 1);
            var removal = threads.submit(() -> call(reader, "unreact", id));
            await().until(() -> waiting() == 2);
            holder.commit();

            assertThat(deletion.get()).isEqualTo("deleted");
            assertThat(removal.get()).isEqualTo("unreact");
        }
        assertThat(
                        column(
                                url,
                                "select kind from public.room_events where kind <> 'new-message' and rev > 1 and room_id = '%s' order by rev"
                                        .formatted(rooms.get(0))))
                .containsExactly("reaction-added", "message-deleted");
    }

    @Test
    void other_rooms_do_not_wait() throws SQLException {
        try (var holder = signedIn();
                var other = signedIn()) {
            insert(holder, UUID.randomUUID(), rooms.get(0));

            insert(other, UUID.randomUUID(), rooms.get(1));
            other.commit();
        }
        assertThat(one("select last_seq from public.room_counters", rooms.get(1))).isEqualTo("1");
    }

    /// One writer's work: in each step a room of its choice gets a message that is committed, taken back, sent
    /// twice, sent in company, or reacted to.
    private int write(Random random) throws SQLException {
        var sent = new ArrayList<UUID>();
        try (var connection = signedIn()) {
            for (var step = 0; step < STEPS; step++) {
                var id = UUID.randomUUID();
                var room = rooms.get(random.nextInt(rooms.size()));
                insert(connection, id, room);
                switch (random.nextInt(5)) {
                    case 0 -> connection.rollback();
                    case 1 -> {
                        insert(connection, id, room);
                        connection.commit();
                        insert(connection, id, room);
                        connection.commit();
                        sent.add(id);
                    }
                    case 2 -> {
                        insert(connection, UUID.randomUUID(), room);
                        connection.commit();
                    }
                    case 3 -> {
                        call(connection, "react", id);
                        connection.commit();
                        call(connection, "unreact", id);
                        if (random.nextBoolean()) {
                            connection.rollback();
                        } else {
                            connection.commit();
                        }
                    }
                    default -> connection.commit();
                }
            }
        }
        return sent.size();
    }

    private static <T> void atOnce(int number, Writers<T> writers)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<T>>();
            for (var i = 0; i < number; i++) {
                running.add(threads.submit(writers.number(i)));
            }
            for (var writer : running) {
                var _ = writer.get();
            }
        }
    }

    private Connection signedIn() throws SQLException {
        var connection = Databases.signedIn(url, ADA);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, UUID id, String room) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "insert into public.messages(id, room_id, content) values (?, ?, 'hello')"
                                + " on conflict do nothing")) {
            statement.setObject(1, id);
            statement.setString(2, room);
            statement.executeUpdate();
        }
    }

    private static String call(Connection connection, String function, UUID message)
            throws SQLException {
        execute(connection, "select public.%s('%s', '+1')".formatted(function, message));
        return function;
    }

    private static String delete(Connection connection, UUID message) throws SQLException {
        execute(connection, "select public.delete_message('%s')".formatted(message));
        connection.commit();
        return "deleted";
    }

    private boolean someoneWaits() throws SQLException {
        return waiting() > 0;
    }

    private int waiting() throws SQLException {
        return column(
                        url,
                        "select pid from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and datname = current_database()")
                .size();
    }

    private String one(String select, String room) throws SQLException {
        return column(url, select + " where room_id = '" + room + "'").getFirst();
    }

    private static Map<String, List<Long>> revsByCommit(List<String> decoded) {
        var revs = new HashMap<String, List<Long>>();
        for (var change : decoded) {
            var match = DECODED.matcher(change);
            if (match.find()) {
                revs.computeIfAbsent(match.group(1), _ -> new ArrayList<>())
                        .add(Long.valueOf(match.group(2)));
            }
        }
        return revs;
    }

    private static String sqlState(Throwable e) {
        return e.getCause() instanceof SQLException cause ? cause.getSQLState() : "none";
    }

    /// Makes the writer of a number.
    @FunctionalInterface
    private interface Writers<T> {
        Callable<T> number(int number);
    }
}
