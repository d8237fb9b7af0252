// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Workers that share a lease, on a real server.
@ExtendWith(SharedDatabase.class)
final class LeaseTest {
    /// Longer than a term.
    private static final Duration BUSY = Duration.ofSeconds(3);

    private final String slot =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final TestDatabase database;
    private final Lease lease;
    private final Lease other;

    LeaseTest(TestDatabase database) {
        this.database = database;
        this.lease = new Lease(database.pool(), slot, UUID.randomUUID());
        this.other = new Lease(database.pool(), slot, UUID.randomUUID());
    }

    @Test
    void it_is_renewed_while_its_holder_is_busy_and_given_back_at_the_end() throws SQLException {
        try (var held = lease.take(false)) {
            Awaitility.await().during(BUSY).untilAsserted(this::assertHeld);
            held.check();
        }
        try (var next = other.take(false)) {
            next.check();
        }
    }

    @Test
    void the_holder_takes_it_again_at_once() throws SQLException {
        try (var _ = lease.take(false);
                var again = lease.take(false)) {
            again.check();
        }
    }

    @Test
    void a_holder_that_lost_it_notices() throws SQLException {
        try (var held = lease.take(false)) {
            database.execute(
                    "update parley.capture_leases set holder = gen_random_uuid(), until = now() + interval '1 hour' where slot = '%s'"
                            .formatted(slot));

            Awaitility.await()
                    .untilAsserted(() ->
                            assertThatThrownBy(held::check).isInstanceOf(CaptureException.class));
        }
        assertThat(
                        database.value(
                                "select count(*) from parley.capture_leases where slot = '%s'"
                                        .formatted(slot)))
                .as("what is another's is not given back")
                .isEqualTo("1");
    }

    private void assertHeld() {
        assertThatThrownBy(() -> other.take(false))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.state()).isEqualTo(CaptureState.SLOT_HELD));
    }
}
