// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A server for the tests, which may ask it for any number of new databases.
final class Databases implements AutoCloseable {
    private final EmbeddedDatabase server = EmbeddedDatabase.temporary();
    private int made;

    /// Returns a database as a Supabase project is before its first migration.
    DatabaseUrl fresh() throws SQLException {
        var name = "fresh_" + ++made;
        execute(server.url(), "create database " + name + " template postgres");
        return named(name);
    }

    /// Returns a database as PostgreSQL makes it.
    DatabaseUrl plain() throws SQLException {
        var name = "plain_" + ++made;
        execute(server.url(), "create database " + name);
        return named(name);
    }

    /// Returns a database with all migrations.
    DatabaseUrl migrated() throws SQLException {
        var url = fresh();
        Migrations.apply(url);
        return url;
    }

    /// Returns a database with all migrations and ids of certain types, of rooms, messages and people.
    DatabaseUrl ofIds(String room, String message, String user) throws SQLException {
        var url = fresh();
        execute(
                url,
                """
                create schema parley;
                create domain parley.room_id as %s;
                create domain parley.message_id as %s;
                create domain parley.user_id as %s
                """
                        .formatted(room, message, user));
        Migrations.apply(url);
        return url;
    }

    /// Returns a database with the login of the server's superuser.
    DatabaseUrl asSuperuser(DatabaseUrl database) {
        return named(database.database(), server.superuser());
    }

    private DatabaseUrl named(String name) {
        return named(name, server.url());
    }

    private static DatabaseUrl named(String name, DatabaseUrl login) {
        return new DatabaseUrl(
                login.host(), login.port(), name, login.user(), login.password(), login.options());
    }

    static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }

    /// Returns a connection on which a person is signed in.
    static Connection signedIn(DatabaseUrl url, String person) throws SQLException {
        var connection = connect(url);
        execute(
                connection,
                "set role authenticated; set request.jwt.claims = '{\"sub\":\"%s\"}'"
                        .formatted(person));
        return connection;
    }

    static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = connect(url)) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Returns the first column of every row, as text.
    static List<String> column(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return List.copyOf(values);
        }
    }

    /// Returns a file that lies beside this class.
    static String resource(String name) throws IOException {
        try (var file = Databases.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
