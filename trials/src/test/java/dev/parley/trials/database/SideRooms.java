// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.database;

import dev.parley.trials.checker.Table;
import dev.parley.trials.checker.Verdict;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import dev.parley.trials.writer.Rooms;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/// Rooms that only the test itself writes to, beside those of the fleet.
///
/// @param harness where they are
/// @param rooms the rooms
record SideRooms(WorkerHarness harness, Rooms rooms) {
    static SideRooms make(WorkerHarness harness, int count) {
        return new SideRooms(harness, Rooms.make(harness.database(), count, 0));
    }

    /// Returns the room with a number, from 0 on; in the order of their ids.
    UUID room(int number) {
        return rooms.ids().get(number);
    }

    UUID author() {
        return rooms.author();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                harness.database().jdbcUrl(), harness.database().login());
    }

    /// Writes so many messages with one statement.
    void write(Connection connection, UUID room, int count) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into public.messages(room_id, user_id, content)"
                                + " select ?, ?, 'side ' || n from generate_series(1, ?) n")) {
            insert.setObject(1, room);
            insert.setObject(2, author());
            insert.setInt(3, count);
            insert.executeUpdate();
        }
    }

    /// Returns how many changes the rooms' logs hold since they were made.
    long rows() {
        return Table.read(harness.database(), rooms.bases()).rows().size();
    }

    /// Waits until everything in them was taken, and judges what was.
    Verdict judge(Trial trial) {
        return trial.judge(rooms);
    }
}
