// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.trials.checker.Flaw;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Received;
import dev.parley.trials.rig.WorkerHarness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What operators do to the tables while messages are written.
@Tag("long")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TableChangeTest {
    /// Does not compress, and is kept out of line from 2 kB on.
    private static final String LARGE =
            "select jsonb_build_object('filler', string_agg(md5(n::text), '')) from generate_series(1, 120) n";

    private final Cluster cluster = Cluster.running();
    private final WorkerHarness harness = WorkerHarness.on("tables", cluster.url(), plan -> plan);

    @AfterAll
    void close() {
        harness.close();
        cluster.close();
    }

    @Test
    void columns_that_come_and_go_under_load_disturb_nobody() throws InterruptedException {
        try (var trial = harness.begin("DDL during load")) {
            trial.write(20, 200);
            trial.timeline()
                    .at(
                            Duration.ofSeconds(1),
                            "column of messages added",
                            sql("alter table public.messages add column mood text default 'calm'"))
                    .at(
                            Duration.ofSeconds(2),
                            "column of room_events added",
                            sql("alter table public.room_events add column note text default 'x'"))
                    .at(
                            Duration.ofSeconds(3),
                            "column of room_events dropped",
                            sql("alter table public.room_events drop column note"))
                    .at(
                            Duration.ofSeconds(4),
                            "column of messages dropped",
                            sql("alter table public.messages drop column mood"));
            trial.run();

            trial.awaitWritten(200);
            var verdict = trial.judge(600);
            verdict.requireClean();
            assertThat(verdict.duplicates()).isZero();
        }
    }

    @Test
    void after_TRUNCATE_of_the_log_numbers_go_on_where_they_were() throws SQLException {
        try (var trial = harness.begin("TRUNCATE while the target is away")) {
            var side = SideRooms.make(harness, 3);
            write(side, 3);
            side.judge(trial).requireClean();
            harness.pusher().refuse();
            write(side, 4);
            cluster.sql().execute("truncate public.room_events");
            trial.timeline().note("4 messages a room truncated before they were published");
            harness.pusher().recover();

            write(side, 5);

            assertThat(side.rows()).as("5 a room are left").isEqualTo(15);
            var verdict = side.judge(trial);
            assertThat(verdict.count(Flaw.LOST)).isZero();
            assertThat(verdict.count(Flaw.REORDERED)).isZero();
        }
    }

    @Test
    void an_edit_is_published_with_the_large_value_it_did_not_touch() throws SQLException {
        try (var trial = harness.begin("TOAST update")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 1);
            var id = UUID.randomUUID();
            try (var connection = side.connect();
                    var statement = connection.createStatement()) {
                statement.execute(
                        "insert into public.messages(id, room_id, user_id, content, metadata) values ('%s', '%s', '%s', 'before', (%s))"
                                .formatted(id, side.room(0), side.author(), LARGE));
                statement.execute(
                        "update public.messages set content = 'after' where id = '" + id + "'");
                statement.execute(
                        "update public.room_events set created_at = created_at - interval '1 s' where room_id = '"
                                + side.room(0)
                                + "'");
            }

            side.judge(trial).requireClean();
            assertThat(of(trial.taken(), id))
                    .extracting(Received::name)
                    .containsExactly("new-message", "message-updated");
            assertThat(of(trial.taken(), id))
                    .allSatisfy(event ->
                            assertThat(event.data())
                                    .contains("\"filler\"")
                                    .hasSizeGreaterThan(3_840));
            trial.awaitWritten(50);
            trial.judge(50).requireClean();
        }
    }

    @Test
    void without_its_triggers_the_database_takes_no_message_and_with_them_it_goes_on()
            throws SQLException {
        try (var trial = harness.begin("triggers off")) {
            trial.write(10, 50);
            var side = SideRooms.make(harness, 2);
            for (var trigger : List.of("parley_number", "parley_log_insert")) {
                cluster.sql().execute("alter table public.messages disable trigger " + trigger);
                try (var connection = side.connect()) {
                    assertThatExceptionOfType(SQLException.class)
                            .as("without %s", trigger)
                            .isThrownBy(() -> side.write(connection, side.room(0), 1))
                            .satisfies(e -> assertThat(e.getSQLState()).startsWith("23"));
                } finally {
                    cluster.sql().execute("alter table public.messages enable trigger " + trigger);
                }
                trial.timeline().note("refused without " + trigger);
            }
            write(side, 1);

            side.judge(trial).requireClean();
            assertThat(side.rows()).isEqualTo(2);
            trial.awaitWritten(50);
            trial.judge(50).requireClean();
        }
    }

    private static void write(SideRooms side, int each) throws SQLException {
        try (var connection = side.connect()) {
            for (var room : side.rooms().ids()) {
                side.write(connection, room, each);
            }
        }
    }

    private static List<Received> of(List<Received> taken, UUID message) {
        return taken.stream().filter(event -> event.data().contains(message.toString())).toList();
    }

    private Fault sql(String statement) {
        return () -> {
            cluster.sql().execute(statement);
            return "done";
        };
    }
}
