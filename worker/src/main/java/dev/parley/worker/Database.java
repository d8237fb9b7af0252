package dev.parley.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/// The pool of connections for queries. It works behind every pooler and opens connections when they are
/// needed, so that the worker starts while the database is away.
final class Database extends HikariDataSource {
    private static final int MAX_CONNECTIONS = 10;
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;

    private final PatientDataSource source;

    private Database(HikariConfig config, PatientDataSource source) {
        super(config);
        this.source = source;
    }

    /// Returns a pool; nothing is opened yet.
    static Database pool(DatabaseUrl url) {
        var source = new PatientDataSource();
        source.setURL(url.jdbcUrl());
        source.setUser(url.user());
        source.setPassword(url.password().reveal());
        source.setApplicationName("parley-worker");
        source.setPrepareThreshold(0); // transaction poolers know no statements
        source.setConnectTimeout(3);
        source.setSocketTimeout(15);
        source.setTcpKeepAlive(true);
        var config = new HikariConfig();
        config.setPoolName("parley-worker");
        config.setDataSource(source);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new Database(config, source);
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
}
