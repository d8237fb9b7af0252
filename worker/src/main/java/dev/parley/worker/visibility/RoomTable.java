// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import java.sql.SQLException;
import java.sql.Types;
import javax.sql.DataSource;

/// Reads `chat_rooms` by SQL.
final class RoomTable implements VisibilityQuery {
    private static final String INVALID_TEXT = "22P02";

    private final DataSource database;
    private final String question;

    RoomTable(DataSource database, String schema) {
        this.database = database;
        this.question =
                "select exists (select from \"%s\".chat_rooms where id = ? and visibility = 'public')"
                        .formatted(schema.replace("\"", "\"\""));
    }

    @Override
    public boolean isPublic(String room) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(question)) {
            query.setObject(1, room, Types.OTHER); // of whichever type the table's ids are
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (INVALID_TEXT.equals(e.getSQLState())) {
                return false; // no id of this table, so no room
            }
            throw e;
        }
    }

    @Override
    public String source() {
        return "the database";
    }
}
