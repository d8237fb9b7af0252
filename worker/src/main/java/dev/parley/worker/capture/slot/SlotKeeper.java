// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.capture.SqlFailure;
import java.sql.SQLException;

/// Keeps the slot of a source usable: makes it ready before a session, and remembers what a failed
/// session told about it.
public final class SlotKeeper {
    /// No such publication, slot or function.
    private static final String UNDEFINED_OBJECT = "42704";

    private final SourceConnections connections;
    private final CaptureConfig config;
    private final CaptureMeters meters;

    private volatile long maxWaitingBytes;

    /// The log in the slot was written before the publication was, so it can never be read.
    private volatile boolean unreadable;

    /// @param meters told when a slot had to be made
    public SlotKeeper(SourceConnections connections, CaptureConfig config, CaptureMeters meters) {
        this.connections = connections;
        this.config = config;
        this.meters = meters;
    }

    /// Returns how many bytes of log may wait in the slot; known once it has been made ready.
    public long maxWaitingBytes() {
        return maxWaitingBytes;
    }

    /// Makes the slot ready.
    ///
    /// @throws CaptureException saying what is in the way
    public void ensure(PreparationMode mode) {
        try (var connection = connections.ordinary()) {
            var slot = new ReplicationSlot(connection, config);
            maxWaitingBytes = slot.ensure(mode, meters);
            if (unreadable) {
                slot.passOver();
                unreadable = false;
            }
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot prepare replication slot " + config.slot(), e);
        }
    }

    /// Judges the end of a session, and remembers what it means for the next one.
    public CaptureException judged(String attempt, SQLException cause) {
        unreadable = UNDEFINED_OBJECT.equals(cause.getSQLState());
        return SqlFailure.ordinary(attempt, cause);
    }
}
