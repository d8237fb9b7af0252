// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.log;

import dev.parley.app.doctor.deployment.Deployment;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/// Tries the replication protocol, which poolers do not pass on.
final class Replication {
    private Replication() {}

    /// Returns why it is not let through; empty when it is.
    static Optional<String> refused(Deployment deployment) {
        var login = deployment.database().login();
        var seconds = Long.toString(Deployment.PATIENCE.toSeconds());
        login.setProperty("ApplicationName", "parley-doctor");
        login.setProperty("replication", "database");
        login.setProperty("assumeMinServerVersion", "15");
        login.setProperty("preferQueryMode", "simple");
        login.setProperty("loginTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        try (var connection = DriverManager.getConnection(deployment.database().jdbcUrl(), login);
                var statement = connection.createStatement()) {
            statement.execute("IDENTIFY_SYSTEM");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
