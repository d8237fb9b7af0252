// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A change of access that a target has yet to be told.
///
/// @param change its identity; the same person's next change in the room is another
/// @param user the person
/// @param room the room; empty when it is about a session
/// @param status how it is now, which may be otherwise than when it changed
/// @param since when it changed
record AccessChange(UUID change, String user, Optional<String> room, Status status, Instant since) {
    /// What a person may do in a room.
    enum Status {
        /// Listens and writes.
        IN,
        /// Listens.
        MUTED,
        /// Does neither.
        OUT,
        /// A session of the person has ended.
        ENDED
    }
}
