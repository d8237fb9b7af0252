// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.List;
import java.util.UUID;

/// What a client showed of one room.
///
/// @param client its name
/// @param steps in the order they happened
public record Screen(String client, UUID room, List<Step> steps) {
    /// Copies the list.
    public Screen {
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return client + " in " + room;
    }
}
