// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import dev.parley.database.adoption.PatientLock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A foreign key of an app by which deleting an account deletes what the account said or made.
///
/// Parley's own tables have no such key: what was said outlives the account that said it.
///
/// @param table `messages` or `chat_rooms`, of schema `public`
/// @param name the constraint's name, in quotes where SQL wants them
public record CascadingKey(String table, String name) {
    private static final String ALL =
            """
            select c.relname, quote_ident(k.conname)
              from pg_constraint k
              join pg_class c on c.oid = k.conrelid
              join pg_attribute a on a.attrelid = k.conrelid and k.conkey = array[a.attnum]
             where k.contype = 'f' and k.confdeltype = 'c' and c.relnamespace = 'public'::regnamespace
               and (c.relname, a.attname) in (('messages', 'user_id'), ('chat_rooms', 'created_by'))
             order by c.relname, k.conname
            """;

    /// Returns those of a database.
    public static List<CascadingKey> in(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            return in(connection);
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot read the keys of " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /// Takes all of them away; what they refer to stays as it is.
    ///
    /// @param progress told of each key and of who is waited for, a sentence without a full stop
    public static void dropAll(DatabaseUrl url, Consumer<String> progress) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            var locks = new PatientLock(connection, progress);
            for (var key : in(connection)) {
                locks.run(
                        "alter table public.%s drop constraint %s".formatted(key.table, key.name));
                progress.accept("took away the key %s on %s".formatted(key.name, key.table));
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot take keys away from " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /// Says what it does, without a full stop.
    public String effect() {
        return "deleting an account deletes its %s, by the key %s on %s"
                .formatted(
                        table.equals("messages")
                                ? "messages"
                                : "rooms with all that was said there",
                        name,
                        table);
    }

    private static List<CascadingKey> in(Connection connection) throws SQLException {
        var keys = new ArrayList<CascadingKey>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                keys.add(new CascadingKey(rows.getString(1), rows.getString(2)));
            }
        }
        return List.copyOf(keys);
    }
}
