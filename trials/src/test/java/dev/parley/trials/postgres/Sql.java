// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Statements that a trial runs on the side, each on a connection of its own.
///
/// @param url where, and as whom
public record Sql(DatabaseUrl url) {
    /// Returns a connection that the caller closes.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }

    /// Runs a statement.
    public void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the first value of a query; fails when it has no row.
    public String value(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
