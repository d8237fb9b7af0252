// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class EpochWatchTest {
    private final ManualClock clock = new ManualClock();
    private final TestDatabase database;

    EpochWatchTest(TestDatabase database) {
        this.database = database;
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
}
