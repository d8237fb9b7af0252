// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// Makes our schema anew where a Parley made it that knew ids of one type only, and keeps every row.
///
/// Ids stay uuid there. The functions, policies and triggers of that Parley are written in uuid, so those of
/// the domains would stand beside them instead of replacing them.
public final class SchemaRenewal {
    private static final String IS_DUE =
            """
            select to_regclass('public.room_counters') is not null
               and to_regproc('parley.number_message') is not null
               and to_regtype('parley.room_id') is null
            """;

    private static final String IS_MADE = "select to_regproc('parley.number_message') is not null";

    private SchemaRenewal() {}

    /// Returns whether a database has the schema of a Parley of any version.
    public static boolean isMade(Connection connection) throws SQLException {
        return SingleAnswer.flag(connection, IS_MADE);
    }

    /// Returns whether a database has the schema of such a Parley.
    public static boolean isDue(Connection connection) throws SQLException {
        return SingleAnswer.flag(connection, IS_DUE);
    }

    /// What makes the schema in a transaction that has begun.
    @FunctionalInterface
    public interface Schema {
        /// Makes it whole.
        void make() throws SQLException;
    }

    /// Takes the old schema away, has the new one made, and brings the rows back.
    ///
    /// @param statement in a transaction, as the owner of the tables
    public static void around(Statement statement, Schema schema) throws SQLException {
        statement.execute(script("set-aside.sql"));
        schema.make();
        statement.execute(script("bring-back.sql"));
    }

    private static String script(String name) {
        try (var script = SchemaRenewal.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled " + name, e);
        }
    }
}
