// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/// What one target refused and has not been written down yet, and how much was written down before.
/// Any thread may call it; it never blocks for long.
final class DeadLetters {
    @GuardedBy("this")
    private List<DeadLetter> unsaved = new ArrayList<>();

    @GuardedBy("this")
    private long written;

    synchronized void add(List<DeadLetter> rows) {
        unsaved.addAll(rows);
    }

    /// Hands out what is to be written down.
    synchronized List<DeadLetter> startSaving() {
        var saving = List.copyOf(unsaved);
        unsaved = new ArrayList<>();
        return saving;
    }

    /// Learns whether that was written down.
    synchronized void saved(List<DeadLetter> rows, boolean worked) {
        if (worked) {
            written += rows.size();
        } else {
            unsaved.addAll(0, rows);
        }
    }

    /// Learns how many are written down, by whomever; a person may have cleared some.
    synchronized void count(long rows) {
        written = rows;
    }

    /// Returns how many there are.
    synchronized long size() {
        return written + unsaved.size();
    }
}
