package dev.parley.worker.arrival;

import java.time.Instant;
import java.util.List;

/// Events that a target took together.
///
/// @param target its name
/// @param sent when they were taken out of the queue; tries that failed come after it
/// @param taken when the target had them
/// @param events in the order they were sent
public record Arrival(String target, Instant sent, Instant taken, List<Journey> events) {
    /// Copies the list.
    public Arrival {
        events = List.copyOf(events);
    }
}
