// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.parley.database.DatabaseUrl;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The people of `seed.sql`, whose password everybody knows: they are for one's own machine only.
final class DemoPeople {
    private static final byte[] PASSWORD = "parley-demo".getBytes(StandardCharsets.UTF_8);

    private DemoPeople() {}

    /// Refuses a database in which one of them may still sign in.
    ///
    /// @param bindAddress what other machines reach
    /// @throws StartException naming them
    static void refuse(DatabaseUrl database, String bindAddress) {
        var found = find(database);
        if (!found.isEmpty()) {
            throw new StartException(
                    ("BIND_ADDRESS is %s, which other machines reach, and everybody knows the password of %s:"
                                    + " remove these accounts from auth.users, or start with an empty database")
                            .formatted(bindAddress, String.join(", ", found)));
        }
    }

    private static List<String> find(DatabaseUrl database) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.login());
                var statement = connection.createStatement()) {
            return hasAccounts(statement) ? find(statement) : List.of();
        } catch (SQLException e) {
            throw new StartException("cannot look for demo people: " + e.getMessage(), e);
        }
    }

    /// Not every database has accounts, nor lets us see them.
    private static boolean hasAccounts(Statement statement) throws SQLException {
        try (var row =
                statement.executeQuery(
                        "select coalesce(has_table_privilege(to_regclass('auth.users'), 'select'), false)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static List<String> find(Statement statement) throws SQLException {
        var found = new ArrayList<String>();
        try (var rows =
                statement.executeQuery(
                        """
                        select email, encrypted_password from auth.users
                         where lower(email) in ('ada@example.com', 'grace@example.com', 'linus@example.com',
                                                'margaret@example.com')
                           and encrypted_password is not null
                        """)) {
            while (rows.next()) {
                var hash = rows.getString("encrypted_password").getBytes(StandardCharsets.UTF_8);
                if (BCrypt.verifyer().verify(PASSWORD, hash).verified) {
                    found.add(rows.getString("email"));
                }
            }
        }
        return found;
    }
}
