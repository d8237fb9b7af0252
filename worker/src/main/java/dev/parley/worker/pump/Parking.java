package dev.parley.worker.pump;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/// What one target refused and has not been written down yet, and how much was written down before.
/// Any thread may call it; it never blocks for long.
final class Parking {
    @GuardedBy("this")
    private List<ParkedRow> unsaved = new ArrayList<>();

    @GuardedBy("this")
    private long written;

    synchronized void add(List<ParkedRow> rows) {
        unsaved.addAll(rows);
    }

    /// Hands out what is to be written down.
    synchronized List<ParkedRow> startSaving() {
        var saving = List.copyOf(unsaved);
        unsaved = new ArrayList<>();
        return saving;
    }

    /// Learns whether that was written down.
    synchronized void saved(List<ParkedRow> rows, boolean worked) {
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
