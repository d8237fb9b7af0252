// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.sql.SQLException;
import java.util.Optional;

/// The start of a session: what was committed before is read from the tables.
public final class BacklogReplay {
    private BacklogReplay() {}

    /// Lets the sink begin.
    ///
    /// @param epoch the epoch the source reads; empty when it reads what the sink reads
    /// @return the epoch of the database
    /// @throws CaptureException when the tables cannot be read, or are those of another history
    public static String of(ChangeSink sink, Optional<String> epoch) throws InterruptedException {
        String begun;
        try {
            begun = sink.begin();
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot read what is still to be published", e);
        }
        if (epoch.isPresent() && !epoch.get().equals(begun)) {
            throw new CaptureException(
                    CaptureState.EPOCH_CHANGED,
                    "the log is of epoch %s, the tables are of %s: a failover is under way"
                            .formatted(epoch.get(), begun));
        }
        return begun;
    }
}
