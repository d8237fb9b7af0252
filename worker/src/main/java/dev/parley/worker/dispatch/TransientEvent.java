// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.worker.capture.Change;
import dev.parley.worker.publish.OutgoingEvent;
import java.util.List;

/// A short-lived event about a room: it has no number, and a newer one of its kind replaces it. It is
/// sent once, and not at all while its target fails.
sealed interface TransientEvent {
    String room();

    /// The target has everything up to a number; tells a client that it has missed the last events.
    ///
    /// @param channel where the last of them went
    record Head(String room, long rev, String channel) implements TransientEvent {}

    /// How far people have read and received.
    record Cursors(String room, List<Change.CursorMoved> moved) implements TransientEvent {
        public Cursors {
            moved = List.copyOf(moved);
        }
    }

    /// Makes the event.
    ///
    /// @param channel where it goes
    default OutgoingEvent event(String channel, String epoch) {
        return switch (this) {
            case Head(var room, var rev, _) -> {
                var data = JsonNodeFactory.instance.objectNode();
                data.put("room_id", room).put("rev", rev).put("epoch", epoch);
                yield new OutgoingEvent(channel, "head", data.toString(), "");
            }
            case Cursors(_, var moved) -> {
                var data = JsonNodeFactory.instance.arrayNode();
                for (var cursor : moved) {
                    data.addObject()
                            .put("user_id", cursor.user())
                            .put("read_seq", cursor.readSeq())
                            .put("delivered_seq", cursor.deliveredSeq());
                }
                yield new OutgoingEvent(channel, "cursors", data.toString(), "");
            }
        };
    }
}
