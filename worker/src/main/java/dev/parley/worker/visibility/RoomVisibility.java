// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import dev.parley.worker.authorization.ProjectApi;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Returns whether anyone may listen to a room. Thread-safe.
public interface RoomVisibility extends AutoCloseable {
    /// Returns whether a room is known to be public. May block for two seconds.
    ///
    /// @param room the room's id as text
    boolean isPublic(String room);

    /// Learns from a webhook what a room has become; a room that was deleted counts as private.
    void learn(String room, boolean isPublic);

    /// Returns where the answers come from, for people.
    String source();

    /// Lets go of what only this uses.
    @Override
    default void close() {}

    /// Asks a database.
    ///
    /// @param schema of `chat_rooms`
    static RoomVisibility of(DataSource database, String schema, InstantSource clock) {
        return new QueriedVisibility(new RoomTable(database, schema), clock);
    }

    /// Asks a project's HTTP API with its public key, which finds what everybody may read.
    ///
    /// @param schema of `chat_rooms`
    static RoomVisibility of(ProjectApi project, String schema, InstantSource clock) {
        return new QueriedVisibility(new RoomResource(project, schema), clock);
    }

    /// Asks nobody and remembers what webhooks of `chat_rooms` tell.
    static RoomVisibility announced() {
        return new AnnouncedVisibility();
    }
}
