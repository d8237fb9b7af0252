// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.health;

import dev.parley.worker.capture.CaptureReport;
import dev.parley.worker.dispatch.TargetStatus;
import java.util.List;

/// What the worker is doing.
///
/// @param capture how changes are found
/// @param targets how the targets fare; empty in `forward` mode
public record Readiness(CaptureReport capture, List<TargetStatus> targets) {
    /// Copies the list.
    public Readiness {
        targets = List.copyOf(targets);
    }

    /// Returns whether changes are being captured. A failing target does not make the worker unready: it
    /// gets everything once it is back.
    public boolean ready() {
        return capture.running();
    }
}
