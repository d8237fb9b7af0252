// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The rooms of a measurement: public ones, so that every way reaches them on the same channel.
///
/// @param ids in the order they are written to
record Rooms(List<String> ids) {
    private static final String MAKE =
            """
            insert into public.chat_rooms (name, visibility, created_by)
            select 'Bench ' || n, 'public', null from generate_series(1, ?) n
            returning id
            """;

    Rooms {
        ids = List.copyOf(ids);
    }

    /// Makes rooms.
    static Rooms make(Connection database, int count) throws SQLException {
        try (var statement = database.prepareStatement(MAKE)) {
            statement.setInt(1, count);
            var ids = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return new Rooms(ids);
        }
    }

    int count() {
        return ids.size();
    }

    /// Returns the room of a message, counted from 0: all take turns.
    int indexOf(int message) {
        return message % ids.size();
    }

    List<String> channels() {
        return ids.stream().map(id -> "room-" + id).toList();
    }
}
