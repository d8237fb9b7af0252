// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.trials.checker.Screen;
import dev.parley.worker.retry.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;

/// Keeps one room of one client level with the database: the rules of `react/src/core/live/sync.ts`.
/// Thread-safe.
final class Follower {
    private static final Duration GAP_WAIT = Duration.ofMillis(250);
    private static final Duration POLL = Duration.ofSeconds(60);
    private static final Duration STALLED_FIRST = Duration.ofSeconds(1);
    private static final Duration STALLED_LAST = Duration.ofSeconds(30);
    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final int STALLED_ANSWERS = 5;

    private final String client;
    private final UUID person;
    private final UUID room;
    private final RoomReader reader;
    private final Executor readers;
    private final Timer retry;
    private final Timer gap;
    private final Timer poll;
    private final Backoff backoff;

    @GuardedBy("this")
    private final RoomLog log = new RoomLog();

    @GuardedBy("this")
    private boolean asking;

    @GuardedBy("this")
    private boolean again;

    @GuardedBy("this")
    private int failures;

    @GuardedBy("this")
    private int stalls;

    /// @param readers where reads run
    Follower(
            String client,
            UUID person,
            UUID room,
            RoomReader reader,
            Executor readers,
            Timers timers) {
        this.client = client;
        this.person = person;
        this.room = room;
        this.reader = reader;
        this.readers = readers;
        this.retry = timers.alarm(this::run);
        this.gap = timers.alarm(this::run);
        this.poll = timers.alarm(this::run);
        this.backoff = new Backoff(new Random(), RETRY_FIRST, STALLED_LAST);
    }

    UUID room() {
        return room;
    }

    synchronized void take(Event event) {
        log.takeEvent(event);
        check();
    }

    synchronized void takeHead(String epoch, long head) {
        log.takeHead(epoch, head);
        check();
    }

    /// Asks now, or right after the request that is under way.
    void refresh() {
        run();
    }

    synchronized boolean isAt(String epoch, long head) {
        return log.isAt(epoch, head);
    }

    synchronized Screen screen() {
        return new Screen(client, room, log.steps());
    }

    private synchronized void run() {
        retry.clear();
        gap.clear();
        poll.clear();
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        again = false;
        var before = log.standing();
        readers.execute(() -> ask(before));
    }

    private void ask(RoomLog.Standing before) {
        try {
            answered(
                    before,
                    before.stale()
                            ? reader.snapshot(person, room)
                            : reader.changes(person, room, before.rev()));
        } catch (SQLException e) {
            failed();
        }
    }

    private synchronized void answered(RoomLog.Standing before, Answer answer) {
        switch (answer) {
            case Answer.Snapshot snapshot -> log.takeSnapshot(snapshot);
            case Answer.Changes changes -> log.takeChanges(changes);
        }
        asking = false;
        failures = 0;
        proceed(before);
    }

    private synchronized void failed() {
        asking = false;
        failures++;
        retry.set(backoff.after(failures));
    }

    @GuardedBy("this")
    private void proceed(RoomLog.Standing before) {
        var now = log.standing();
        if (now.stale()) {
            stall();
        } else if (log.isBehind()) {
            if (before.stale() || now.rev() > before.rev() || again) {
                run();
            } else if (before.known() > now.rev()) {
                stall();
            } else {
                check();
            }
        } else if (again) {
            run();
        } else {
            stalls = before.stale() ? stalls : 0;
            poll.set(POLL);
        }
    }

    /// An answer that led nowhere: the first time at once, then with growing waits, then anew.
    @GuardedBy("this")
    private void stall() {
        stalls++;
        if (stalls > STALLED_ANSWERS) {
            stalls = 0;
            log.reload();
        }
        var wait = STALLED_FIRST.multipliedBy(1L << Math.max(0, stalls - 1));
        if (log.standing().stale() && stalls <= 1) {
            wait = Duration.ZERO;
        }
        retry.set(wait.compareTo(STALLED_LAST) > 0 ? STALLED_LAST : wait);
    }

    @GuardedBy("this")
    private void check() {
        if (asking || retry.isSet()) {
            return;
        }
        if (log.isWanting()) {
            run();
        } else if (!log.isBehind()) {
            gap.clear();
        } else if (!gap.isSet()) {
            gap.set(GAP_WAIT);
        }
    }
}
