// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The logs of some rooms, and the messages in them, as the database holds them.
///
/// @param epoch the life of the database they were read in
/// @param bases the rooms, and for each the last number that is not looked at
/// @param rows the changes after these numbers
/// @param messages the ids of all messages of the rooms
public record Table(String epoch, Map<UUID, Long> bases, List<Entry> rows, Set<UUID> messages) {
    private static final String ROWS =
            """
            select room_id, rev, case when kind in ('new-message', 'message-updated', 'message-deleted') then data ->> 'id' end
            from public.room_events where room_id = any (?::parley.room_id[]) order by room_id, rev
            """;
    private static final String MESSAGES =
            "select id from public.messages where room_id = any (?::parley.room_id[])";

    /// Copies the collections.
    public Table {
        bases = Map.copyOf(bases);
        rows = List.copyOf(rows);
        messages = Set.copyOf(messages);
    }

    /// Reads the tables.
    ///
    /// @param bases for each room the last number that is not looked at: the head of its log when the
    ///     target was first registered
    public static Table read(DatabaseUrl url, Map<UUID, Long> bases) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            var epoch = epoch(connection);
            return new Table(
                    epoch,
                    bases,
                    rows(connection, epoch, bases),
                    messages(connection, bases.keySet()));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the room log of " + url.jdbcUrl(), e);
        }
    }

    /// Returns the last number of every room's log.
    public Map<UUID, Long> heads() {
        var heads = new HashMap<>(bases);
        rows.forEach(row -> heads.merge(row.position().room(), row.position().rev(), Math::max));
        return heads;
    }

    /// Returns whether a change is one that the rows must hold.
    boolean covers(LogPosition position) {
        var base = bases.get(position.room());
        return position.epoch().equals(epoch) && base != null && position.rev() > base;
    }

    private static String epoch(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select parley.epoch()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<Entry> rows(Connection connection, String epoch, Map<UUID, Long> bases)
            throws SQLException {
        var entries = new ArrayList<Entry>();
        try (var query = connection.prepareStatement(ROWS)) {
            query.setArray(1, connection.createArrayOf("text", bases.keySet().toArray()));
            query.setFetchSize(10_000);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var room = UUID.fromString(rows.getString(1));
                    var rev = rows.getLong(2);
                    if (rev > bases.getOrDefault(room, 0L)) {
                        var position = new LogPosition(epoch, room, rev);
                        var message = Optional.ofNullable(rows.getString(3)).map(UUID::fromString);
                        entries.add(new Entry(position, message));
                    }
                }
            }
        }
        return entries;
    }

    private static Set<UUID> messages(Connection connection, Collection<UUID> rooms)
            throws SQLException {
        var messages = new HashSet<UUID>();
        try (var query = connection.prepareStatement(MESSAGES)) {
            query.setArray(1, connection.createArrayOf("text", rooms.toArray()));
            query.setFetchSize(10_000);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    messages.add(UUID.fromString(rows.getString(1)));
                }
            }
        }
        return messages;
    }
}
