// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.MigrationException;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Gives a plain PostgreSQL the roles and schemas that a Supabase project has before its first migration.
public final class Bootstrap {
    private Bootstrap() {}

    /// Makes what is missing; may be run again.
    ///
    /// @param superuser the database, with the login of a superuser
    /// @throws MigrationException when the database refuses
    public static void apply(DatabaseUrl superuser) {
        try (var connection = DriverManager.getConnection(superuser.jdbcUrl(), superuser.login());
                var statement = connection.createStatement()) {
            statement.execute(EmbeddedDatabase.script());
        } catch (SQLException | IOException e) {
            throw new MigrationException(
                    "cannot make the roles and schemas of a Supabase project in "
                            + superuser.jdbcUrl()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
