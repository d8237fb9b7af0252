package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
import java.util.Properties;

/// The connection properties of both kinds of connection a source makes.
final class Logins {
    private Logins() {}

    /// Returns the properties of a connection for queries.
    static Properties ordinary(DatabaseUrl url) {
        var properties = url.login();
        properties.setProperty("ApplicationName", "parley-worker");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /// Returns the properties of a connection for the replication protocol.
    static Properties replication(DatabaseUrl url, CaptureConfig config) {
        var properties = ordinary(url);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty(
                "options", "-c wal_sender_timeout=" + config.senderTimeout().toMillis() + "ms");
        return properties;
    }
}
