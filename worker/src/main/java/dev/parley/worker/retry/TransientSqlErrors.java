// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.retry;

import java.sql.SQLException;

/// Tells a database that is away from one that answers with an error, by the
/// [SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html).
public final class TransientSqlErrors {
    private static final String CONNECTION = "08";
    private static final String NO_RESOURCES = "53";
    private static final String OPERATOR = "57P";

    private TransientSqlErrors() {}

    /// Returns whether an error may pass by itself: no connection, no room for one, a server that starts or
    /// stops.
    public static boolean explains(SQLException error) {
        var state = error.getSQLState();
        return state == null
                || state.isEmpty()
                || state.startsWith(CONNECTION)
                || state.startsWith(NO_RESOURCES)
                || isShutdown(error);
    }

    /// Returns whether the server is on its way down, or cannot be entered for the same kind of reason.
    public static boolean isShutdown(SQLException error) {
        var state = error.getSQLState();
        return state != null && state.startsWith(OPERATOR);
    }
}
