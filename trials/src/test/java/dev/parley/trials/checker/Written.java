// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.Set;
import java.util.UUID;

/// What became of the messages that writers sent.
///
/// @param accepted COMMIT was answered
/// @param maybe the connection was cut before the answer
/// @param refused the database said no
public record Written(Set<UUID> accepted, Set<UUID> maybe, Set<UUID> refused) {
    /// Copies the sets.
    public Written {
        accepted = Set.copyOf(accepted);
        maybe = Set.copyOf(maybe);
        refused = Set.copyOf(refused);
    }
}
