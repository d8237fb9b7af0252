// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.publish.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Turns rows of the room log into events: the row's data and, beside it, where the event stands in
/// the room's log.
///
/// Data of more than 8 kB is left out: the event then says `fetch` and clients read the row from the
/// database. Such a reference also exists beside every full event, for targets that refuse that one.
final class EventFactory {
    private static final int MAX_DATA_BYTES = 8 * 1024;
    private static final int OVERHEAD_BYTES = 128;

    /// What an event says of itself, whatever its row says.
    private static final Set<String> POSITION =
            Set.of("room_id", "event_id", "rev", "prev", "epoch");

    private EventFactory() {}

    /// Makes the event of a row.
    ///
    /// @param epoch the epoch the row belongs to
    static NumberedEvent of(Change.Appended row, String epoch) {
        var eventId = eventId(epoch, row.room(), row.rev());
        var position = position(row, epoch, eventId);
        var reference = event(row, eventId, "{\"fetch\":true," + position);
        var event =
                ObjectText.open(row.data(), POSITION)
                        .map(object -> object.append(position).toString())
                        .filter(data -> utf8Length(data) <= MAX_DATA_BYTES)
                        .map(data -> event(row, eventId, data))
                        .orElse(reference);
        var bytes = OVERHEAD_BYTES + utf8Length(event.data()) + event.channel().length();
        return new NumberedEvent(
                row.room(),
                row.rev(),
                new EventWithFallback(event, Optional.of(reference)),
                bytes,
                row.createdAt(),
                row.createdAt());
    }

    /// Returns the identity of an event, the same however often it is made.
    static String eventId(String epoch, String room, long rev) {
        return epoch + "." + room + "." + rev;
    }

    /// Returns the last members of an object. No text in it has to be escaped.
    private static String position(Change.Appended row, String epoch, String eventId) {
        return "\"room_id\":\""
                + row.room()
                + "\",\"event_id\":\""
                + eventId
                + "\",\"rev\":"
                + row.rev()
                + ",\"prev\":"
                + (row.rev() - 1)
                + ",\"epoch\":\""
                + epoch
                + "\"}";
    }

    private static OutgoingEvent event(Change.Appended row, String eventId, String data) {
        return new OutgoingEvent(row.channel(), row.kind(), data, eventId);
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
