// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Private rooms made for a run, with one member who writes and others who read. They are made before
/// the worker starts.
///
/// @param author who writes
/// @param readers members of every room
/// @param bases the rooms, and how far the log of each reached when it had been made
public record Rooms(UUID author, List<UUID> readers, Map<UUID, Long> bases) {
    private static final String PERSON =
            "insert into auth.users(id, email, raw_user_meta_data) values (?, ? || '@example.com', '{\"name\": \"Somebody\"}')";
    private static final String ROOM =
            "insert into public.chat_rooms(id, name, visibility, created_by) values (?, 'Room', 'private', ?)";
    private static final String MEMBERS =
            """
            insert into public.room_participants(room_id, user_id)
            select room, person from unnest(?::parley.room_id[]) room, unnest(?::parley.user_id[]) person order by room, person
            """;
    private static final String HEADS =
            "select room_id, last_rev from public.room_counters where room_id = any (?::parley.room_id[])";

    /// Copies the collections.
    public Rooms {
        readers = List.copyOf(readers);
        bases = Map.copyOf(bases);
    }

    /// Makes rooms.
    ///
    /// @param url the database, as the role `postgres`
    public static Rooms make(DatabaseUrl url, int rooms, int readers) {
        var author = UUID.randomUUID();
        var people = ids(readers);
        var ids = ids(rooms);
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            connection.setAutoCommit(false);
            for (var person : Stream.concat(Stream.of(author), people.stream()).toList()) {
                execute(connection, PERSON, person, person.toString());
            }
            for (var room : ids) {
                execute(connection, ROOM, room, author);
            }
            execute(connection, MEMBERS, array(connection, ids), array(connection, people));
            connection.commit();
            return new Rooms(author, people, heads(connection, ids));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make rooms in " + url.jdbcUrl(), e);
        }
    }

    /// Returns the ids of the rooms.
    public List<UUID> ids() {
        return bases.keySet().stream().sorted().toList();
    }

    /// Returns the channel on which a room's changes are published.
    public static String channel(UUID room) {
        return "private-room-" + room;
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    private static Map<UUID, Long> heads(Connection connection, List<UUID> rooms)
            throws SQLException {
        var heads = new HashMap<UUID, Long>();
        try (var query = connection.prepareStatement(HEADS)) {
            query.setArray(1, array(connection, rooms));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    heads.put(UUID.fromString(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return heads;
    }

    private static java.sql.Array array(Connection connection, List<UUID> ids) throws SQLException {
        return connection.createArrayOf("text", ids.toArray());
    }

    private static void execute(Connection connection, String sql, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
