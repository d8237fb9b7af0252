// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import java.sql.Connection;
import java.sql.SQLException;

/// What a server says about itself on a replication connection.
///
/// @param epoch the name of its history, as `parley.epoch()` makes it
/// @param end how far its log reaches
record ServerIdentity(String epoch, Lsn end) {
    /// Asks for it.
    ///
    /// @throws SQLException when the other side does not know the question: it is a pooler
    static ServerIdentity of(Connection replication) throws SQLException {
        try (var statement = replication.createStatement();
                var row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            row.next();
            var system = Long.parseUnsignedLong(row.getString("systemid"));
            return new ServerIdentity(
                    row.getLong("timeline") + "-" + system, Lsn.parse(row.getString("xlogpos")));
        }
    }
}
