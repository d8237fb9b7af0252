// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/// The pool of connections for queries. It works behind every pooler and opens connections when they are
/// needed, so that the worker starts while the database is away.
final class DatabasePool extends HikariDataSource {
    private static final int MAX_CONNECTIONS = 10;
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;

    private final RetryingDataSource source;

    private DatabasePool(HikariConfig config, RetryingDataSource source) {
        super(config);
        this.source = source;
    }

    /// Returns a pool; nothing is opened yet.
    static DatabasePool pool(DatabaseUrl url) {
        var properties = url.login();
        properties.setProperty("ApplicationName", "parley-worker");
        properties.setProperty("prepareThreshold", "0"); // transaction poolers know no statements
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "15");
        properties.setProperty("tcpKeepAlive", "true");
        var source = new RetryingDataSource(url.jdbcUrl(), properties);
        var config = new HikariConfig();
        config.setPoolName("parley-worker");
        config.setDataSource(source);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new DatabasePool(config, source);
    }

    /// Takes a connection from the pool; when there is none in time, the cause says why.
    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            var obstacle = source.obstacle();
            if (obstacle == null) {
                throw e;
            }
            throw new SQLTransientConnectionException(
                    e.getMessage(), obstacle.getSQLState(), obstacle);
        }
    }

    @Override
    public void close() {
        source.stop(); // the pool waits for who is opening a connection
        super.close();
    }
}
