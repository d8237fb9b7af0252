// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A row level security policy that is not Parley's and allows more than its own do.
///
/// @param name its name
/// @param table the table of schema `public` that it is on
/// @param allows what it allows, as a sentence without a full stop
public record ForeignPolicy(String name, String table, String allows) {
    private static final String ALL =
            "select policy, \"table\", allows from parley.foreign_policies()";

    /// Returns those of a migrated database, by table and name; one for each command that a policy is for.
    public static List<ForeignPolicy> in(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL)) {
            var policies = new ArrayList<ForeignPolicy>();
            while (rows.next()) {
                policies.add(
                        new ForeignPolicy(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return List.copyOf(policies);
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot read the policies of " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }
}
