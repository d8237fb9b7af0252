// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// Opens the connections that a source keeps for itself.
///
/// @param url where to
public record SourceConnections(DatabaseUrl url) {

    /// Opens a connection for queries; works behind every pooler.
    Connection ordinary() throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), login());
    }

    /// Opens a connection for queries that gives a silent server up.
    ///
    /// @param patience how long an answer may take, whole seconds
    public Connection brief(Duration patience) throws SQLException {
        var properties = login();
        properties.setProperty("socketTimeout", Long.toString(patience.toSeconds()));
        return DriverManager.getConnection(url.jdbcUrl(), properties);
    }

    /// Opens a connection for the replication protocol.
    ///
    /// @param senderTimeout after what silence the server gives it up
    public Connection replication(Duration senderTimeout) throws SQLException {
        var properties = login();
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty(
                "options", "-c wal_sender_timeout=" + senderTimeout.toMillis() + "ms");
        return DriverManager.getConnection(url.jdbcUrl(), properties);
    }

    private Properties login() {
        var properties = url.login();
        properties.setProperty("ApplicationName", "parley-worker");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "0"); // transaction poolers know no statements
        return properties;
    }
}
