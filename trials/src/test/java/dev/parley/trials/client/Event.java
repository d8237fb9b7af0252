// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import dev.parley.trials.checker.LogPosition;
import java.util.Optional;
import java.util.UUID;

/// An event of a room's log as it was published.
///
/// @param prev the change it continues from
/// @param fetch whether the change itself must be fetched
/// @param message the message it is about; empty when it tells none
record Event(LogPosition position, long prev, boolean fetch, Optional<UUID> message) {
    String epoch() {
        return position.epoch();
    }

    long rev() {
        return position.rev();
    }
}
