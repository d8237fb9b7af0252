package dev.parley.worker.pump;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.delivery.OutgoingEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Notices that wait for one target: at most one of a kind and channel, the newest. Any thread may
/// put, one takes.
final class NoticeQueue {
    /// More rooms than this at once, and the rest of them does without: notices are hints.
    private static final int MAX_WAITING = 10_000;

    private static final int MAX_AT_ONCE = 10;

    @GuardedBy("this")
    private final LinkedHashMap<String, OutgoingEvent> waiting = new LinkedHashMap<>();

    synchronized void put(OutgoingEvent event) {
        if (waiting.size() < MAX_WAITING) {
            waiting.put(event.name() + " " + event.channel(), event);
            notifyAll();
        }
    }

    /// Waits for notices.
    ///
    /// @return 1 to 10 of them
    synchronized List<OutgoingEvent> take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        var taken = new ArrayList<OutgoingEvent>();
        while (taken.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
            taken.add(waiting.pollFirstEntry().getValue());
        }
        return taken;
    }
}
