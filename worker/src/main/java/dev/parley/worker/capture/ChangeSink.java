// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.sql.SQLException;

/// Who takes the changes a source finds. Called by the source's thread only.
public interface ChangeSink {
    /// Prepares for changes: everything committed from now on will be handed to [#accept], everything
    /// committed before is in the tables and for the sink to look up.
    ///
    /// @return the epoch the database is in
    /// @throws SQLException when the tables cannot be read; the source is begun again later
    String begin() throws SQLException, InterruptedException;

    /// Takes one change. The sink holds `acknowledgement` for as long as the change exists only in its memory.
    void accept(Change change, Acknowledgement acknowledgement);

    /// Leaves everything not yet published to the tables and releases every acknowledgement, so that the
    /// database may let its log go.
    void spill();
}
