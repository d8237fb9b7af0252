package dev.parley.worker.audit;

import java.sql.SQLException;

/// Looks at the database once.
@FunctionalInterface
interface Lookout {
    /// Returns what there is to see.
    ///
    /// @throws SQLException when the database does not answer
    Look look() throws SQLException;
}
