// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Acknowledgement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// One room's place in one target's queue.
///
/// Everything in `(published, through]` that exists is in `pending`. Owned by its [DeliveryQueue].
final class RoomQueue {
    /// After how many pages without a trace of the room it counts as deleted. Rows may reach us
    /// through the log a moment before they show in the tables, so once is not enough.
    private static final int TIMES_GONE = 50;

    final String room;

    /// Whether `published` is known; a room starts without, and learns it from its first page.
    private boolean located;

    private long published;
    private long head;
    private long through;
    private int timesGone;

    /// The last change known to have deleted a message: what was read before it may show the text.
    private long erasedAt;

    private final NavigableMap<Long, NumberedEvent> pending = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// What the room queue is doing; set by the queue.
    Phase phase = Phase.RESTING;

    RoomQueue(String room) {
        this.room = room;
    }

    /// What it does, or waits for its turn to do.
    enum Phase {
        RESTING,
        SEND_DUE,
        SENDING,
        LOAD_DUE,
        LOADING
    }

    /// An acknowledgement that is released when everything up to `rev` is published.
    private record Waiting(long rev, Acknowledgement acknowledgement) {}

    boolean isPublished(long rev) {
        return located && rev <= published;
    }

    boolean isLocated() {
        return located;
    }

    long published() {
        return published;
    }

    /// Notes that the log reaches at least to `rev`.
    void reaches(long rev) {
        head = Math.max(head, rev);
    }

    /// Keeps an event until it is published. One that may show a deleted text is left to the tables, but
    /// acknowledged no sooner.
    ///
    /// @return by how many bytes the room has grown
    int keep(NumberedEvent event, Acknowledgement acknowledgement) {
        acknowledgement.hold();
        waiting.add(new Waiting(event.rev(), acknowledgement));
        return mayShowDeleted(event) ? 0 : keep(event);
    }

    private int keep(NumberedEvent event) {
        return pending.putIfAbsent(event.rev(), event) == null ? event.bytes() : 0;
    }

    /// Notes that the change `rev` deletes a message, and leaves to the tables what may show its text.
    ///
    /// @return by how many bytes the room has shrunk
    int erased(long rev) {
        erasedAt = Math.max(erasedAt, rev);
        var earlier = pending.headMap(rev).values();
        return earlier.stream().anyMatch(this::mayShowDeleted) ? forget() : 0;
    }

    /// Returns whether this event waits here, with the same text.
    boolean holds(NumberedEvent event) {
        return event.equals(pending.get(event.rev()));
    }

    int pendingEvents() {
        return pending.size();
    }

    /// Works out what is to be done next, stepping over numbers that will never come.
    Phase due() {
        if (!located) {
            return Phase.LOAD_DUE;
        }
        if (pending.isEmpty()) {
            if (head > published && head <= through) {
                advance(head);
            }
            return head > published ? Phase.LOAD_DUE : Phase.RESTING;
        }
        var first = pending.firstKey();
        if (first > published + 1 && first - 1 <= through) {
            advance(first - 1);
        }
        return first == published + 1 ? Phase.SEND_DUE : Phase.LOAD_DUE;
    }

    /// Returns the events that may go out next: consecutive numbers from the first unpublished one.
    List<NumberedEvent> next(int maxEvents, int maxBytes) {
        var events = new ArrayList<NumberedEvent>();
        var bytes = 0;
        for (var event : pending.values()) {
            bytes += event.bytes();
            if (event.rev() != published + 1 + events.size()
                    || events.size() == maxEvents
                    || bytes > maxBytes) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    /// Notes that everything up to `rev` is published.
    ///
    /// @return by how many bytes the room has shrunk
    int published(long rev) {
        advance(Math.max(published, rev));
        return dropPublished();
    }

    /// Returns whether a page shows all the deletions that are known.
    boolean isUpToDate(LogPage page) {
        return page.gone() || page.head() >= erasedAt;
    }

    /// Takes in what the tables say. It replaces what is here: a message may have been deleted since.
    ///
    /// @return by how many bytes the room has grown, negative when it has shrunk
    int loaded(LogPage page) {
        if (!located) {
            located = true;
            advance(page.published());
        }
        var change = 0;
        for (var event : page.events()) {
            reaches(event.rev());
            if (event.rev() > published) {
                var earlier = pending.put(event.rev(), event);
                change += event.bytes() - (earlier == null ? 0 : earlier.bytes());
            }
        }
        through = Math.max(through, page.through());
        timesGone = page.gone() ? timesGone + 1 : 0;
        if (timesGone >= TIMES_GONE) {
            through = Math.max(through, head);
        }
        return change - dropPublished();
    }

    /// Forgets what waits, leaving it to the tables, and releases every acknowledgement.
    ///
    /// @return by how many bytes the room has shrunk
    int spill() {
        var bytes = forget();
        waiting.forEach(w -> w.acknowledgement().release());
        waiting.clear();
        return bytes;
    }

    /// Returns whether an event from a source may show the text of a message that is known to be deleted.
    private boolean mayShowDeleted(NumberedEvent event) {
        return event.rev() < erasedAt && !event.isDeletion();
    }

    private int forget() {
        var bytes = pending.values().stream().mapToInt(NumberedEvent::bytes).sum();
        pending.clear();
        through = published;
        return bytes;
    }

    private void advance(long rev) {
        published = rev;
        waiting.removeIf(w -> {
            var done = w.rev() <= rev;
            if (done) {
                w.acknowledgement().release();
            }
            return done;
        });
    }

    private int dropPublished() {
        var done = pending.headMap(published, true);
        var bytes = done.values().stream().mapToInt(NumberedEvent::bytes).sum();
        done.clear();
        return bytes;
    }
}
