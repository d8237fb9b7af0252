// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.sql.Connection;
import java.sql.SQLException;

/// How much an app has in the tables that Parley is to widen. Tables that are missing count as empty.
///
/// @param rooms rows of `chat_rooms`
/// @param messages rows of `messages`
/// @param participants rows of `room_participants`
public record AppTables(long rooms, long messages, long participants) {
    /// Counts; takes as long as it takes to read the tables once.
    public static AppTables in(Connection connection) throws SQLException {
        return new AppTables(
                count(connection, "chat_rooms"),
                count(connection, "messages"),
                count(connection, "room_participants"));
    }

    private static long count(Connection connection, String table) throws SQLException {
        var isThere = "select to_regclass('public.%s') is not null".formatted(table);
        return SingleAnswer.flag(connection, isThere)
                ? SingleAnswer.number(connection, "select count(*) from public." + table)
                : 0;
    }
}
