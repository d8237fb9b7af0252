// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.Locale;

/// A way of learning what changed, best first.
public enum CaptureStrategy {
    /// The write-ahead log, streamed through a replication slot.
    WAL,
    /// The same slot, read by SQL again and again.
    SLOT,
    /// The tables, looked at again and again.
    TABLES;

    /// Returns the name in logs, metrics and answers.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
