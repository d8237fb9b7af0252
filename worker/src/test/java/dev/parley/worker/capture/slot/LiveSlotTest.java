// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The slot on a real server.
@ExtendWith(SharedDatabase.class)
final class LiveSlotTest {
    private final String slot =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final CaptureMeters meters =
            new CaptureMeters(new WorkerMeters(new SimpleMeterRegistry()));
    private final TestDatabase database;

    LiveSlotTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void remove_the_slot() {
        database.dropSlot(slot);
    }

    @Test
    void a_slot_is_made_once() throws SQLException {
        assertThat(ensure(slot, "parley")).isEqualTo(1);
        assertThat(ensure(slot, "parley")).isEqualTo(1);
    }

    @Test
    void a_publication_that_is_missing_names_the_cure() {
        assertThatThrownBy(() -> ensure(slot, "missing"))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.state()).isEqualTo(CaptureState.PUBLICATION_WRONG))
                .hasMessageContaining("parley migrate");
    }

    @Test
    void a_slot_of_something_else_is_left_alone() {
        database.execute(
                "select pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");

        assertThatThrownBy(() -> ensure(slot, "parley"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContainingAll("belongs to another database or plugin", "PARLEY_SLOT");
    }

    private long ensure(String name, String publication) throws SQLException {
        var config = CaptureConfig.defaults().named(name, publication);
        try (var connection = database.connect()) {
            new ReplicationSlot(connection, config).ensure(PreparationMode.BRIEF, meters);
        }
        return meters.times(CaptureState.SLOT_MISSING);
    }
}
