// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.fixture.BareServer;
import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What may be the matter with the slot, each brought about on a real server with two places for slots
/// and little room for their log.
final class SlotStatesTest {
    private static final long MEBIBYTE = 1L << 20;
    private static BareServer server;

    private final CaptureConfig config = CaptureConfig.defaults().named("parley", "parley");
    private final CaptureMeters meters =
            new CaptureMeters(new WorkerMeters(new SimpleMeterRegistry()));

    @BeforeAll
    static void start() {
        server =
                new BareServer(
                        Map.of(
                                "wal_level", "logical",
                                "max_replication_slots", "2",
                                "max_slot_wal_keep_size", "32MB"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void remove_all_slots() {
        server.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
    }

    @Test
    void a_missing_slot_is_made_once() throws SQLException {
        ensure(config);
        ensure(config);

        assertThat(meters.times(CaptureState.SLOT_MISSING)).isEqualTo(1);
    }

    @Test
    void no_more_log_waits_than_a_quarter_of_what_the_server_keeps() throws SQLException {
        assertThat(ensure(config)).isEqualTo(8 * MEBIBYTE);
        assertThat(ensure(config.withMaxUnconfirmedBytes(MEBIBYTE))).isEqualTo(MEBIBYTE);
    }

    @Test
    void a_slot_the_server_has_given_up_is_made_anew() throws SQLException {
        ensure(config);
        for (var segments = 0; segments < 5; segments++) {
            server.execute("select pg_logical_emit_message(true, 'filler', 'x')");
            server.execute("select pg_switch_wal()");
        }
        server.execute("checkpoint");

        ensure(config);

        assertThat(meters.times(CaptureState.SLOT_LOST)).isEqualTo(1);
        ensure(config);
        assertThat(meters.times(CaptureState.SLOT_LOST)).isEqualTo(1);
    }

    @Test
    void a_server_without_a_place_for_a_slot_says_so() {
        server.execute(
                "select pg_create_logical_replication_slot(n, 'pgoutput') from unnest('{a,b}'::text[]) n");

        assertState(config, CaptureState.NO_FREE_SLOT, "all replication slots are in use");
    }

    @Test
    void a_slot_of_another_database_is_left_alone() {
        server.execute("select pg_create_logical_replication_slot('parley', 'test_decoding')");

        assertState(config, CaptureState.SLOT_FOREIGN, "set PARLEY_SLOT to another name");
    }

    @Test
    void a_slot_that_others_transactions_delay_is_given_up_in_time_and_leaves_nothing()
            throws SQLException {
        try (var open = server.connect()) {
            open.setAutoCommit(false);
            try (var statement = open.createStatement()) {
                statement.execute("select pg_current_xact_id()");
            }
            assertState(config, CaptureState.SLOT_WAITS, "canceling statement");
            open.commit();
        }

        ensure(config);

        assertThat(meters.times(CaptureState.SLOT_MISSING)).isEqualTo(1);
    }

    @Test
    void a_publication_that_lists_too_little_says_how_to_make_it() {
        server.execute("create publication narrow for table public.room_events");

        assertState(
                config.named("parley", "narrow"),
                CaptureState.PUBLICATION_WRONG,
                "create publication narrow for table public.room_events, public.room_cursors");
    }

    @Test
    void a_publication_that_leaves_rows_out_is_wrong() {
        server.execute(
                "create publication filtered for table public.room_events where (room_id is not null), public.room_cursors");

        assertState(config.named("parley", "filtered"), CaptureState.PUBLICATION_WRONG, "filtered");
    }

    @Test
    void log_behind_a_wrong_publication_does_not_pile_up() throws SQLException {
        ensure(config);
        server.execute("select pg_logical_emit_message(true, 'filler', repeat('x', 3000000))");

        assertState(
                config.named("parley", "missing").withMaxUnconfirmedBytes(MEBIBYTE),
                CaptureState.PUBLICATION_WRONG,
                "missing");

        assertThat(confirmedBytesBehind()).isLessThan(MEBIBYTE);
    }

    @Test
    void a_slot_that_somebody_reads_is_held() throws SQLException {
        ensure(config);
        var connections = new SourceConnections(server.url());
        try (var replication = connections.replication(Duration.ofSeconds(10));
                var stream = Streams.open(replication, "parley")) {
            assertThat(stream.isClosed()).isFalse();
            assertState(config, CaptureState.SLOT_HELD, "standing by");
        }
    }

    @Test
    void a_server_that_logs_too_little_names_the_setting() throws SQLException {
        try (var replica = new BareServer(Map.of("wal_level", "replica"));
                var connection = replica.connect()) {
            assertThatThrownBy(() -> ensure(connection, config))
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.WAL_LEVEL_LOW))
                    .hasMessageContaining("wal_level is replica, must be logical");
        }
    }

    private long confirmedBytesBehind() throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select pg_current_wal_flush_lsn() - confirmed_flush_lsn from pg_replication_slots")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void assertState(CaptureConfig with, CaptureState state, String text) {
        assertThatThrownBy(() -> ensure(with))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.state()).isEqualTo(state))
                .hasMessageContaining(text);
    }

    private long ensure(CaptureConfig with) throws SQLException {
        try (var connection = server.connect()) {
            return ensure(connection, with);
        }
    }

    private long ensure(Connection connection, CaptureConfig with) throws SQLException {
        return new ReplicationSlot(connection, with)
                .ensure(new PreparationMode(Duration.ofSeconds(1), false), meters);
    }
}
