// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.worker.retry.TransientSqlErrors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens connections, and waits for a database that is away instead of failing. The pool above pauses
/// twice as long after each failure, up to five seconds, and would find a database that late that is back.
///
/// Thread-safe.
final class RetryingDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY = Duration.ofMillis(250);

    /// Object not in prerequisite state.
    private static final String NOT_READY = "55000";

    private final String address;
    private final Properties properties;
    private final transient CountDownLatch stopped = new CountDownLatch(1);

    /// What was in the way last; null once a connection could be opened.
    private transient volatile @Nullable SQLException obstacle;

    /// @param jdbcUrl what it says of a property counts more than `properties`
    RetryingDataSource(String jdbcUrl, Properties properties) {
        this.address = jdbcUrl;
        this.properties = properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                var connection = DriverManager.getConnection(address, properties);
                obstacle = null;
                return connection;
            } catch (SQLException e) {
                obstacle = e;
                if (!isAway(e) || isStopped()) {
                    throw e;
                }
            }
        }
    }

    /// Returns why there is no connection.
    @Nullable SQLException obstacle() {
        return obstacle;
    }

    /// Ends all waiting.
    void stop() {
        stopped.countDown();
    }

    /// While connecting, `55000` says that the database takes no connections for now; elsewhere it says
    /// other things.
    private static boolean isAway(SQLException e) {
        return TransientSqlErrors.explains(e) || NOT_READY.equals(e.getSQLState());
    }

    /// Waits until it is time to try again, or not to.
    private boolean isStopped() {
        try {
            return stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
