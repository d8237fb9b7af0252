// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.slot.SourceConnections;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
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
