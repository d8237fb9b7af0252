// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Finds and mends rooms whose rows, counters and log do not agree, as after a restore without triggers.
///
/// The rows are taken as they are: what the log lacks is written to it, and published as every change is.
public final class RoomRepair {
    private static final String FAULTS =
            """
            select r.id, f.fault
              from public.chat_rooms r cross join lateral parley.room_faults(r.id) f
             order by r.id, f.fault
            """;

    private RoomRepair() {}

    /// What is wrong with a room.
    ///
    /// @param room its id
    /// @param fault a sentence for a person
    public record Fault(String room, String fault) {}

    /// Looks at every room; takes as long as it takes to read the messages once.
    ///
    /// @return empty when all agree; a room may be in it more than once
    public static List<Fault> faults(Connection connection) throws SQLException {
        var faults = new ArrayList<Fault>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(FAULTS)) {
            while (rows.next()) {
                faults.add(new Fault(rows.getString(1), rows.getString(2)));
            }
        }
        return List.copyOf(faults);
    }

    /// Makes a room's counters and log agree with its rows, in a transaction of its own.
    ///
    /// @return the number of changes written to the log
    public static long repair(Connection connection, String room) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select parley.repair_room(id) from public.chat_rooms where id::text = ?")) {
            statement.setString(1, room);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
