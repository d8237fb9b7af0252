// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import java.util.Map;
import java.util.Optional;

/// What one look has found.
///
/// @param backlogs by target; a target that the database does not know yet is missing
/// @param slot how the slot stands; empty when there is none
record BacklogSnapshot(Map<String, Backlog> backlogs, Optional<SlotLag> slot) {
    BacklogSnapshot {
        backlogs = Map.copyOf(backlogs);
    }

    Backlog backlog(String target) {
        return backlogs.getOrDefault(target, Backlog.NONE);
    }
}
