// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.worker.capture.CaptureStrategy;
import java.util.List;

/// How the worker learns what to publish.
public enum CaptureMode {
    /// The best of the others that works.
    AUTO,
    /// The write-ahead log: nothing is lost, about a millisecond.
    WAL,
    /// Polling by SQL, the log's slot or the tables: nothing is lost, up to a quarter of a second.
    POLL,
    /// Webhooks only, no database: at most once.
    FORWARD;

    /// Returns the strategies that this mode allows, best first.
    List<CaptureStrategy> strategies() {
        return switch (this) {
            case AUTO -> List.of(CaptureStrategy.WAL, CaptureStrategy.SLOT, CaptureStrategy.TABLES);
            case WAL -> List.of(CaptureStrategy.WAL);
            case POLL -> List.of(CaptureStrategy.SLOT, CaptureStrategy.TABLES);
            case FORWARD -> List.of();
        };
    }
}
