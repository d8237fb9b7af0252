// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// The database's connections in fair shares. Thread-safe.
public final class FairPool {
    private final DataSource connections;
    private final FairSemaphore permits;

    /// @param connections hands out connections that do not commit by themselves, and rolls back what
    ///     was not committed when one is closed
    /// @param shares as many permits as there are connections
    public FairPool(DataSource connections, Shares shares) {
        this.connections = connections;
        this.permits = new FairSemaphore(shares);
    }

    /// Waits for a connection.
    ///
    /// @return the connection, to be given back by closing the lease
    /// @throws OverShareException when none came in time, or too many wait already
    /// @throws SQLException when the database cannot be reached
    public Lease lease(Requester who) throws SQLException {
        var permit = permits.acquire(who);
        try {
            return new Lease(connections.getConnection(), permit);
        } catch (SQLException | RuntimeException e) {
            permit.close();
            throw e;
        }
    }

    /// A connection that is lent.
    ///
    /// @param connection rolls back what was not committed when the lease is closed
    /// @param permit the share it takes
    public record Lease(Connection connection, FairSemaphore.Permit permit)
            implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (permit) {
                connection.close();
            }
        }
    }
}
