// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class HeartbeatTest {
    private final ManualClock clock = new ManualClock();
    private final TestDatabase database;

    HeartbeatTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void a_stream_that_falls_silent_is_given_up_after_15_seconds() {
        try (var heartbeat = heartbeat("parley")) {
            clock.advance(Duration.ofSeconds(1));
            heartbeat.heard();
            clock.advance(Duration.ofSeconds(14));
            heartbeat.beat();
            clock.advance(Duration.ofSeconds(1));

            assertThatThrownBy(heartbeat::beat)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.STREAM_SILENT));
        }
    }

    @Test
    void a_stream_that_never_said_anything_is_swallowed_on_the_way() {
        try (var heartbeat = heartbeat("parley")) {
            clock.advance(Duration.ofSeconds(15));

            assertThatThrownBy(heartbeat::beat)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.STREAM_SWALLOWED));
        }
    }

    @Test
    void a_publication_that_goes_while_the_stream_lives_is_noticed() {
        try (var heartbeat = heartbeat("gone")) {
            assertThatThrownBy(heartbeat::beat)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.PUBLICATION_WRONG));
        }
    }

    @Test
    void a_server_that_shuts_down_is_let_go_of_at_once() {
        try (var heartbeat = heartbeat("parley")) {
            heartbeat.beat();
            endSession();
            clock.advance(Duration.ofSeconds(5));

            assertThatThrownBy(heartbeat::beat)
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.DATABASE_AWAY));
        }
    }

    @Test
    void it_tells_the_end_of_the_log_by_its_own_connection() {
        try (var heartbeat = heartbeat("parley")) {
            var before = Lsn.parse(database.value("select pg_current_wal_flush_lsn()"));
            heartbeat.beat(); // which the server flushes when it likes

            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(heartbeat.written())
                                    .hasValueSatisfying(
                                            end -> assertThat(end).isGreaterThan(before)));
        }
    }

    @Test
    void another_epoch_is_noticed_within_a_second() throws SQLException {
        try (var connection = database.connect()) {
            var current = database.value("select parley.epoch()");
            var same = new EpochWatch(current, clock);
            var another = new EpochWatch("1-1", clock);
            clock.advance(Duration.ofSeconds(1));

            same.check(connection);
            assertThatThrownBy(() -> another.check(connection))
                    .isInstanceOfSatisfying(
                            CaptureException.class,
                            e -> assertThat(e.state()).isEqualTo(CaptureState.EPOCH_CHANGED))
                    .hasMessageContaining(current);
        }
    }

    /// Ends the heartbeat's session with the words of a shutdown.
    private void endSession() {
        assertThat(
                        database.value(
                                "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                                        + " where state = 'idle' and query like '%from pg_publication_tables%'"))
                .isEqualTo("1");
    }

    private Heartbeat heartbeat(String publication) {
        return new Heartbeat(
                new SourceConnections(database.url()),
                CaptureConfig.defaults().named("unused", publication),
                clock);
    }
}
