// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Decides when a room's `cursors` and `head` events are due. A state machine without threads or
/// clock; the caller confines it and says what time it is.
///
/// Cursors: the first move of a quiet room goes out after 50 ms, together with those that came with
/// it, further ones at most once a second. Head: 1 s and 10 s after the target took the room's last
/// event, whichever way that was found.
final class TransientEventSchedule {
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration CURSORS_APART = Duration.ofSeconds(1);
    private static final List<Duration> QUIET =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /// At most this many people per event keep it well below the size limit; more go out a second later.
    private static final int MAX_CURSORS = 60;

    private final Map<String, Tail> tails = new HashMap<>();
    private final Map<String, Moves> moves = new HashMap<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>();

    /// Notes that the target has taken a room's event.
    void published(String room, long rev, String channel, Instant now) {
        var tail = tails.computeIfAbsent(room, Tail::new);
        tail.rev = Math.max(tail.rev, rev);
        tail.channel = channel;
        tail.last = now;
        if (tail.deadline == null || tail.told > 0) {
            tail.told = 0;
            tail.deadline = set(now.plus(QUIET.getFirst()), tail);
        }
    }

    /// Notes that somebody read or received further.
    void moved(Change.CursorMoved move, Instant now) {
        var room = moves.computeIfAbsent(move.room(), Moves::new);
        room.byUser.put(move.user(), move);
        if (room.deadline == null) {
            room.deadline = set(now.plus(GATHER), room);
        }
    }

    /// Forgets the ends of all logs; those to come are of another epoch.
    void forgetHeads() {
        tails.clear();
        deadlines.removeIf(deadline -> deadline.of() instanceof Tail);
    }

    /// Returns when to call [#due] next; empty when nothing is planned.
    Optional<Instant> next() {
        return Optional.ofNullable(deadlines.peek()).map(Deadline::at);
    }

    /// Returns what is due.
    List<TransientEvent> due(Instant now) {
        var due = new ArrayList<TransientEvent>();
        while (!deadlines.isEmpty() && !deadlines.peek().at().isAfter(now)) {
            var deadline = deadlines.remove();
            switch (deadline.of()) {
                case Tail tail when deadline.equals(tail.deadline) -> heads(tail, now, due);
                case Moves room when deadline.equals(room.deadline) -> cursors(room, now, due);
                case Tail _, Moves _ -> {} // set anew since
            }
        }
        return due;
    }

    private void heads(Tail tail, Instant now, List<TransientEvent> due) {
        var quietAt = tail.last.plus(QUIET.get(tail.told));
        if (quietAt.isAfter(now)) {
            tail.deadline = set(quietAt, tail);
            return;
        }
        due.add(new TransientEvent.Head(tail.room, tail.rev, tail.channel));
        tail.told++;
        if (tail.told < QUIET.size()) {
            tail.deadline = set(tail.last.plus(QUIET.get(tail.told)), tail);
        } else {
            tails.remove(tail.room);
        }
    }

    private void cursors(Moves room, Instant now, List<TransientEvent> due) {
        if (room.byUser.isEmpty()) {
            moves.remove(room.room);
            return;
        }
        var told = room.byUser.values().stream().limit(MAX_CURSORS).toList();
        told.forEach(move -> room.byUser.remove(move.user()));
        due.add(new TransientEvent.Cursors(room.room, told));
        room.deadline = set(now.plus(CURSORS_APART), room);
    }

    private Deadline set(Instant at, Plan of) {
        var deadline = new Deadline(at, of);
        deadlines.add(deadline);
        return deadline;
    }

    /// A time at which something planned is looked at.
    private record Deadline(Instant at, Plan of) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            return at.compareTo(other.at);
        }
    }

    private sealed interface Plan {}

    /// The end of a room's log, until it has been told often enough.
    private static final class Tail implements Plan {
        private final String room;
        private long rev;
        private String channel = "";
        private Instant last = Instant.EPOCH;

        /// How often it was told since the last event.
        private int told;

        private @Nullable Deadline deadline;

        Tail(String room) {
            this.room = room;
        }
    }

    /// The moves of a room not yet told, and the pause after the last telling.
    private static final class Moves implements Plan {
        private final String room;
        private final Map<String, Change.CursorMoved> byUser = new LinkedHashMap<>();
        private @Nullable Deadline deadline;

        Moves(String room) {
            this.room = room;
        }
    }
}
