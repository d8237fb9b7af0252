// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.sql.SQLException;
import java.util.Optional;

/// One session of a source, from the replay of the backlog on. The session's thread calls [#begin]; the
/// others may be called by any that the source has.
public final class CaptureSession {
    private final ChangeSink sink;
    private final Runnable onBegun;
    private final Runnable onSpilled;

    /// @param sink takes the changes
    /// @param onBegun told once the backlog was read, and changes arrive
    /// @param onSpilled told when everything in memory was left to the tables
    public CaptureSession(ChangeSink sink, Runnable onBegun, Runnable onSpilled) {
        this.sink = sink;
        this.onBegun = onBegun;
        this.onSpilled = onSpilled;
    }

    /// Lets the sink read in the tables what was committed before.
    ///
    /// @param epoch the epoch the source reads; empty when it reads what the sink reads
    /// @return the epoch of the database
    /// @throws CaptureException when the tables cannot be read, or are those of another epoch
    public String begin(Optional<String> epoch) throws InterruptedException {
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
        onBegun.run();
        return begun;
    }

    /// Returns what takes the changes.
    public ChangeSink sink() {
        return sink;
    }

    /// Leaves everything in memory to the tables, so that the database may let its log go.
    public void spill() {
        onSpilled.run();
        sink.spill();
    }
}
