// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.UUID;

/// Where a change stands: a number in the log of a room, in one life of the database.
///
/// @param epoch the life of the database
/// @param rev the number, 1 or more
public record LogPosition(String epoch, UUID room, long rev) {
    /// Reads the identity of an event, `epoch.room.rev`.
    ///
    /// @throws IllegalArgumentException when the text is none
    public static LogPosition parse(String eventId) {
        var first = eventId.indexOf('.');
        var last = eventId.lastIndexOf('.');
        if (first < 1 || first == last) {
            throw new IllegalArgumentException("not the id of a log event: " + eventId);
        }
        return new LogPosition(
                eventId.substring(0, first),
                UUID.fromString(eventId.substring(first + 1, last)),
                Long.parseLong(eventId.substring(last + 1)));
    }

    @Override
    public String toString() {
        return epoch + "." + room + "." + rev;
    }
}
