// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.delivery.EventTrace;
import dev.parley.worker.publish.EventWithFallback;
import java.time.Instant;

/// One row of a room's log, ready to be delivered.
///
/// @param room the room
/// @param rev its number in the room's log
/// @param event what to deliver
/// @param bytes its size in memory and in a request, roughly
/// @param committed when the row was written, by the database's clock
/// @param captured when the source handed it over; `committed` when it waited in the tables instead
record NumberedEvent(
        String room,
        long rev,
        EventWithFallback event,
        int bytes,
        Instant committed,
        Instant captured) {
    /// Returns the same event, handed over by a source.
    NumberedEvent capturedAt(Instant now) {
        return new NumberedEvent(room, rev, event, bytes, committed, now);
    }

    /// Returns whether it says that a message is deleted, and so must not be shown by earlier events.
    boolean isDeletion() {
        return event.event().name().equals("message-deleted");
    }

    /// Returns where it came from and when.
    EventTrace trace() {
        var outgoing = event.event();
        return new EventTrace(
                outgoing.eventId(), outgoing.channel(), outgoing.name(), committed, captured);
    }
}
