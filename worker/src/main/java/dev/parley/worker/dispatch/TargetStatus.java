// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.publish.TargetHealthReport;
import java.time.Duration;

/// How one target fares, for people and probes.
///
/// @param name its name
/// @param health how it answers
/// @param waitingEvents events in memory
/// @param waitingBytes their size
/// @param openRooms rooms that wait or are being sent
/// @param oldestWaiting for how long the room that has waited longest has made no progress; zero when
///     none waits
/// @param catchingUp whether new events are left to the tables for now, because too many wait or the
///     target has failed for long
/// @param parked events it refused for good and nobody has cleared
public record TargetStatus(
        String name,
        TargetHealthReport health,
        int waitingEvents,
        long waitingBytes,
        int openRooms,
        Duration oldestWaiting,
        boolean catchingUp,
        long parked) {
    static TargetStatus of(
            String name, TargetHealthReport health, DeliveryQueue queue, long parked) {
        return new TargetStatus(
                name,
                health,
                queue.events(),
                queue.bytes(),
                queue.openRooms(),
                queue.oldestWaiting(),
                queue.isCatchingUp(),
                parked);
    }
}
