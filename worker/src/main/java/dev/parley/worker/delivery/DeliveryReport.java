// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.delivery;

import java.time.Instant;
import java.util.List;

/// Events that a target took together.
///
/// @param target its name
/// @param sent when they were taken out of the queue; tries that failed come after it
/// @param taken when the target had them
/// @param events in the order they were sent
public record DeliveryReport(String target, Instant sent, Instant taken, List<EventTrace> events) {
    /// Copies the list.
    public DeliveryReport {
        events = List.copyOf(events);
    }
}
