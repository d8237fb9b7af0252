// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import java.sql.SQLException;

/// Looks at the database once.
@FunctionalInterface
interface BacklogProbe {
    /// Returns what there is to see.
    ///
    /// @throws SQLException when the database does not answer
    BacklogSnapshot snapshot() throws SQLException;
}
