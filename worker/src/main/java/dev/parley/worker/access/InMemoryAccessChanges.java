// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/// Changes of access in memory, for a worker without a database: they are lost when it ends.
final class InMemoryAccessChanges implements AccessChanges {
    /// More than this at once, and the oldest of a target are left out.
    private static final int MAX_WAITING = 100_000;

    private final InstantSource clock;

    @GuardedBy("this")
    private final Map<Session, Instant> sessions = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, SequencedMap<Subject, AccessChange>> waiting = new HashMap<>();

    InMemoryAccessChanges(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<AccessChange> claim(String target) {
        return of(target).values().stream().limit(AT_ONCE).toList();
    }

    @Override
    public synchronized void forget(String target, List<AccessChange> told) {
        told.forEach(change -> of(target).remove(Subject.of(change), change));
    }

    @Override
    public void release(String target, List<AccessChange> untold) {
        // one thread per target claims, so nothing was taken away
    }

    @Override
    public synchronized void note(String user, String session, Instant end) {
        sessions.merge(new Session(user, session), end, (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public synchronized void endSessions(List<String> targets, Instant now) {
        for (var entries = sessions.entrySet().iterator(); entries.hasNext(); ) {
            var session = entries.next();
            if (session.getValue().isBefore(now)) {
                entries.remove();
                var user = session.getKey().user();
                add(targets, user, Optional.empty(), AccessChange.Status.ENDED);
            }
        }
    }

    @Override
    public synchronized void left(List<String> targets, String room, String user) {
        add(targets, user, Optional.of(room), AccessChange.Status.OUT);
    }

    @GuardedBy("this")
    private void add(
            List<String> targets, String user, Optional<String> room, AccessChange.Status status) {
        var change =
                new AccessChange(
                        UUID.randomUUID(), user, room, Optional.empty(), status, clock.instant());
        for (var target : targets) {
            var changes = of(target);
            if (changes.size() >= MAX_WAITING) {
                changes.pollFirstEntry();
            }
            changes.put(Subject.of(change), change);
        }
    }

    @GuardedBy("this")
    private SequencedMap<Subject, AccessChange> of(String target) {
        return waiting.computeIfAbsent(target, _ -> new LinkedHashMap<>());
    }

    private record Session(String user, String name) {}

    /// What a later change takes the place of an earlier one for.
    private record Subject(String user, Optional<String> room) {
        static Subject of(AccessChange change) {
            return new Subject(change.user(), change.room());
        }
    }
}
