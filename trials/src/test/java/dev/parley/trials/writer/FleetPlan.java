// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

/// How a fleet writes.
///
/// @param writers connections, 1 or more
/// @param perSecond messages a second of all writers together
/// @param metadataBytes how much each message carries beside its text; 0 for nothing
/// @param seed decides rooms and ids
public record FleetPlan(int writers, int perSecond, int metadataBytes, long seed) {
    /// Refuses a fleet that writes nothing.
    public FleetPlan {
        if (writers < 1 || perSecond < writers) {
            throw new IllegalArgumentException(
                    "%d writers at %d messages a second: each must write 1 or more"
                            .formatted(writers, perSecond));
        }
    }

    /// Returns a plan for small messages.
    public static FleetPlan of(int writers, int perSecond, long seed) {
        return new FleetPlan(writers, perSecond, 0, seed);
    }

    /// Returns this plan with larger messages.
    public FleetPlan withMetadata(int bytes) {
        return new FleetPlan(writers, perSecond, bytes, seed);
    }
}
