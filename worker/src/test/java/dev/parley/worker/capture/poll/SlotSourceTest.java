// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.wal.Lsn;
import dev.parley.worker.fixture.HoldingSink;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The slot read by SQL on a real server, look by look.
@ExtendWith(SharedDatabase.class)
final class SlotSourceTest {
    private final String slot =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final CaptureConfig config =
            CaptureConfig.defaults()
                    .named(slot, "parley")
                    .withRhythm(Duration.ofMillis(100), Duration.ofSeconds(30));
    private final ManualClock clock = new ManualClock();
    private final HoldingSink sink = new HoldingSink();
    private final TestDatabase database;
    private final String ann;
    private final String room;
    private final Connection connection;

    SlotSourceTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
        this.connection = database.connect();
    }

    @BeforeEach
    void make_the_slot() {
        database.execute(
                "select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
    }

    @AfterEach
    void remove_the_slot() throws SQLException {
        connection.close();
        database.dropSlot(slot);
    }

    @Test
    void what_is_not_confirmed_stays_in_the_slot_and_is_handed_over_once() throws SQLException {
        var session = session();
        database.say(room, ann, "one");

        assertThat(session.look()).isTrue();
        assertThat(session.look()).isFalse();
        database.say(room, ann, "two");
        assertThat(session.look()).isTrue();

        assertThat(sink.revs(room)).containsExactly(2L, 3L);
        assertThat(session().look()).isTrue();
        assertThat(sink.revs(room)).containsExactly(2L, 3L, 2L, 3L);
    }

    @Test
    void what_is_confirmed_leaves_the_slot() throws SQLException {
        var session = session();
        database.say(room, ann, "one");
        session.look();
        sink.releaseAll();

        clock.advance(config.statusInterval());
        session.look();

        assertThat(session().look()).isFalse();
        assertThat(sink.revs(room)).containsExactly(2L);
    }

    @Test
    void nothing_behind_an_unsettled_change_is_confirmed() throws SQLException {
        var session = session();
        database.say(room, ann, "one");
        session.look();
        database.say(room, ann, "two");
        session.look();
        sink.releaseLast();

        clock.advance(config.statusInterval());
        session.look();

        assertThat(session().look()).isTrue();
        assertThat(sink.revs(room)).containsExactly(2L, 3L, 2L, 3L);
    }

    @Test
    void a_slot_full_of_what_nobody_takes_is_left_to_the_tables() throws SQLException {
        var session = session();
        database.execute(
                """
                do $$ begin for i in 1..900 loop
                  insert into public.messages(room_id, user_id, content) values ('%s', '%s', 'x');
                  commit;
                end loop; end $$
                """
                        .formatted(room, ann));

        for (var looks = 0; looks < 4; looks++) {
            session.look();
        }

        assertThat(sink.spills()).isPositive();
        assertThat(sink.revs(room)).hasSize(900).doesNotHaveDuplicates();
    }

    @Test
    void log_that_concerns_others_does_not_pile_up() throws SQLException {
        var session = session();
        database.execute(
                "create table others_%s as select generate_series(1, 1000)".formatted(slot));
        database.execute("drop table others_" + slot);
        var end = database.value("select pg_current_wal_flush_lsn()");

        clock.advance(config.statusInterval());
        session.look();

        assertThat(session.confirmed()).isGreaterThanOrEqualTo(Lsn.parse(end));
    }

    @Test
    void a_transaction_of_many_rows_is_read_in_pieces() throws SQLException {
        var session = session();
        database.execute(
                "insert into public.messages(room_id, user_id, content) select '%s', '%s', 'x' from generate_series(1, 5000)"
                        .formatted(room, ann));

        assertThat(session.look()).isTrue();

        assertThat(sink.revs(room)).hasSize(5000);
    }

    @Test
    void two_at_once_do_not_take_from_each_other() throws SQLException {
        database.say(room, ann, "one");
        session().look();
        database.say(room, ann, "two");
        try (var another = database.connect()) {
            var other = new HoldingSink();
            new SlotSession(
                            new SlotReading(another, config),
                            config,
                            256L << 20,
                            session(other),
                            clock)
                    .look();

            assertThat(other.revs(room)).containsExactly(2L, 3L);
        }
    }

    @Test
    void a_slot_that_has_gone_ends_the_session() {
        var session = session();
        database.dropSlot(slot);

        assertThatThrownBy(session::look)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    private static CaptureSession session(HoldingSink sink) {
        return new CaptureSession(sink, () -> {}, () -> {});
    }

    private SlotSession session() {
        return new SlotSession(
                new SlotReading(connection, config), config, 256L << 20, session(sink), clock);
    }
}
