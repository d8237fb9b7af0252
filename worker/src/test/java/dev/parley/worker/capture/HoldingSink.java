// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A sink that remembers the log it was handed and releases acknowledgements when told. For one thread.
final class HoldingSink implements ChangeSink {
    private final List<Change.Appended> taken = new ArrayList<>();
    private final Deque<Acknowledgement> held = new ArrayDeque<>();
    private int spills;

    @Override
    public String begin() {
        return "1-1";
    }

    @Override
    public void accept(Change change, Acknowledgement acknowledgement) {
        if (change instanceof Change.Appended appended) {
            taken.add(appended);
            acknowledgement.hold();
            held.add(acknowledgement);
        }
    }

    @Override
    public void spill() {
        spills++;
        releaseAll();
    }

    void releaseAll() {
        held.forEach(Acknowledgement::release);
        held.clear();
    }

    void releaseLast() {
        held.removeLast().release();
    }

    int spills() {
        return spills;
    }

    /// Returns the numbers handed over of a room's log.
    List<Long> revs(String room) {
        return taken.stream()
                .filter(row -> row.room().equals(room))
                .map(Change.Appended::rev)
                .toList();
    }
}
