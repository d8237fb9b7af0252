// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.time.Instant;

/// What a source found to have changed.
public sealed interface Change {
    /// The room it happened in.
    String room();

    /// A row was appended to a room's log.
    ///
    /// @param room the room
    /// @param rev its number in the room's log, from 1, without gaps
    /// @param kind the name of the event to publish
    /// @param channel the channel it goes to
    /// @param data a JSON object
    /// @param createdAt when it was written, by the database's clock; its commit came a moment later
    record Appended(
            String room, long rev, String kind, String channel, String data, Instant createdAt)
            implements Change {}

    /// A room's log reaches at least to a number; the rows themselves are in the table.
    ///
    /// @param room the room
    /// @param head a number of its log
    record Behind(String room, long head) implements Change {}

    /// A person read or received further.
    ///
    /// @param room the room
    /// @param user the person
    /// @param readSeq place of the last message read, 0 for none
    /// @param deliveredSeq place of the last message received, 0 for none
    record CursorMoved(String room, String user, long readSeq, long deliveredSeq)
            implements Change {}
}
