// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Requester;
import java.sql.Connection;
import java.sql.SQLException;

/// Runs work in a transaction. What throws is rolled back, by the pool when it takes the connection
/// back.
final class AuthDatabase {
    private final FairPool pool;

    AuthDatabase(FairPool pool) {
        this.pool = pool;
    }

    /// @param who takes part of its share of the connections
    <T> T transact(Requester who, Work<T> work) throws SQLException {
        try (var lease = pool.lease(who)) {
            var connection = lease.connection();
            connection.setReadOnly(false);
            var result = work.run(connection);
            connection.commit();
            return result;
        }
    }

    /// What is done in the transaction.
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
