package dev.parley.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseUrl;

/// The pool of connections for queries.
final class Database {
    private static final int MAX_CONNECTIONS = 10;
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;

    private Database() {}

    /// Returns a pool that works behind every pooler and opens connections when they are needed, so
    /// that the worker starts while the database is away.
    static HikariDataSource pool(DatabaseUrl url) {
        var config = new HikariConfig();
        config.setPoolName("parley-worker");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password().reveal());
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "parley-worker");
        config.addDataSourceProperty(
                "prepareThreshold", "0"); // transaction poolers know no statements
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "15");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }
}
