// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.wire.TextFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last frames of one channel. Thread-safe.
final class Watch {
    /// How many frames are kept.
    static final int MAX_EVENTS = 50;

    /// How many characters of a frame are kept.
    static final int MAX_CHARACTERS = 4_096;

    /// After how long nobody has asked, the watch ends.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Runnable whenOver;

    @GuardedBy("this")
    private final Deque<EventView> events = new ArrayDeque<>();

    @GuardedBy("this")
    private long count;

    @GuardedBy("this")
    private Instant asked;

    /// @param whenOver ends the watch
    Watch(InstantSource clock, Runnable whenOver) {
        this.clock = clock;
        this.whenOver = whenOver;
        this.asked = clock.instant();
    }

    /// Notes a frame, or ends the watch when nobody has asked for long.
    void heard(TextFrame frame) {
        if (isOver()) {
            whenOver.run();
            return;
        }
        var text = frame.text();
        var whole = text.length() <= MAX_CHARACTERS;
        add(whole ? text : text.substring(0, MAX_CHARACTERS), whole);
    }

    /// Returns the frames kept after one that was returned before.
    ///
    /// @param after the number of that frame, 0 for all
    synchronized List<EventView> after(long after) {
        asked = clock.instant();
        return events.stream().filter(event -> event.number() > after).toList();
    }

    synchronized boolean isOver() {
        return Duration.between(asked, clock.instant()).compareTo(PATIENCE) > 0;
    }

    private synchronized void add(String text, boolean whole) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
        }
        count++;
        events.addLast(new EventView(count, clock.instant(), text, whole));
    }
}
