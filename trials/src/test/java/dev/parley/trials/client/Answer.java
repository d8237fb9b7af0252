// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the database answered about a room.
sealed interface Answer {
    /// The room as it is.
    ///
    /// @param rev the last change that is in it
    record Snapshot(String epoch, long rev) implements Answer {}

    /// The changes after a number.
    ///
    /// @param through the answer is complete up to this one
    /// @param head the last change there is
    /// @param reset whether they are not all there any more
    record Changes(String epoch, List<Item> items, long through, long head, boolean reset)
            implements Answer {
        public Changes {
            items = List.copyOf(items);
        }
    }

    /// One change.
    record Item(long rev, Optional<UUID> message) {}
}
