// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A change of access, or a mention, that a target has yet to be told.
///
/// @param change its identity; the same person's next change in the room is another
/// @param user the person
/// @param room the room; empty when it is about a session
/// @param message the message that mentions the person; empty when it is about access
/// @param status how it is now, which may be otherwise than when it changed
/// @param since when it changed
record AccessChange(
        UUID change,
        String user,
        Optional<String> room,
        Optional<String> message,
        Status status,
        Instant since) {
    /// What a person may do in a room.
    enum Status {
        /// Listens and writes.
        IN,
        /// Listens.
        MUTED,
        /// Does neither.
        OUT,
        /// Is mentioned in a message of the room.
        MENTIONED,
        /// A session of the person has ended.
        ENDED
    }
}
