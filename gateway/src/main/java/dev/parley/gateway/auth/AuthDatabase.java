package dev.parley.gateway.auth;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Runs work in a transaction. What throws is rolled back, by the pool when it takes the connection
/// back.
final class AuthDatabase {
    private final DataSource pool;

    AuthDatabase(DataSource pool) {
        this.pool = pool;
    }

    <T> T transact(Work<T> work) throws SQLException {
        try (var connection = pool.getConnection()) {
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
