// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.List;

/// What a run must have been like for its verdict to mean anything.
///
/// @param leastAccepted how many messages must have been accepted
/// @param missingFaults faults that were planned and did not happen
public record Demands(long leastAccepted, List<String> missingFaults) {
    /// Copies the list.
    public Demands {
        missingFaults = List.copyOf(missingFaults);
    }

    /// Returns the demands of a run without faults.
    public static Demands accepted(long least) {
        return new Demands(least, List.of());
    }
}
