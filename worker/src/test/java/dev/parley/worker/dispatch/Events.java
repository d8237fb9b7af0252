// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.publish.OutgoingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Events for tests.
final class Events {
    private Events() {}

    /// Returns observers that nobody asks.
    static DeliveryListeners listeners() {
        return new DeliveryListeners(_ -> {}, new WorkerMeters(new SimpleMeterRegistry()));
    }

    static NumberedEvent event(String room, long rev) {
        return event(room, rev, "new-message", "{}");
    }

    static NumberedEvent deletion(String room, long rev) {
        return event(room, rev, "message-deleted", "{}");
    }

    static NumberedEvent event(String room, long rev, String kind, String data) {
        var event = new OutgoingEvent("room-" + room, kind, data, "1-1." + room + "." + rev);
        return new NumberedEvent(
                room,
                rev,
                new EventWithFallback(event, Optional.empty()),
                100,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    static List<NumberedEvent> events(String room, long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(rev -> event(room, rev)).toList();
    }
}
