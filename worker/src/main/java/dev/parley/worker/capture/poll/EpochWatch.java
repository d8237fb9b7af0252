// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Notices that a connection has come to lead to another history of the database: a pooler or proxy may
/// go over to a promoted standby without a word. Owned by one thread.
final class EpochWatch {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final String epoch;
    private final InstantSource clock;
    private Instant last;

    /// @param epoch the epoch the session began in
    EpochWatch(String epoch, InstantSource clock) {
        this.epoch = epoch;
        this.clock = clock;
        this.last = clock.instant();
    }

    /// Asks for the epoch when it is time to.
    ///
    /// @throws CaptureException when it is another one
    void check(Connection connection) throws SQLException {
        var now = clock.instant();
        if (last.plus(BETWEEN).isAfter(now)) {
            return;
        }
        last = now;
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select parley.epoch()")) {
            row.next();
            if (!row.getString(1).equals(epoch)) {
                throw new CaptureException(
                        CaptureState.EPOCH_CHANGED,
                        "the database was in epoch %s and is in %s now"
                                .formatted(epoch, row.getString(1)));
            }
        }
    }
}
