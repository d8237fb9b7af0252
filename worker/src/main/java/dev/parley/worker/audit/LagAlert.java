// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once that a target falls behind, once that a person must act, and once that it is over.
/// Owned by one thread.
final class LagAlert {
    /// From this age on something is worse than it should be.
    static final Duration LATE = Duration.ofSeconds(10);

    /// From this age on a person must act.
    static final Duration STUCK = Duration.ofSeconds(60);

    /// Below this age it is over; between this and [#LATE] nothing changes, so an age that swings about
    /// a bound is not told again and again.
    static final Duration OVER = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(LagAlert.class);

    private final String target;
    private Level level = Level.QUIET;

    LagAlert(String target) {
        this.target = target;
    }

    /// What was said last.
    enum Level {
        QUIET,
        LATE,
        STUCK
    }

    /// Judges how old the oldest unpublished event is.
    ///
    /// @param age as far as known; with the database away, as old as it may be by now
    Level judge(Duration age, Backlog backlog) {
        var next = next(age);
        if (next != level) {
            level = next;
            say(age, backlog);
        }
        return level;
    }

    private Level next(Duration age) {
        if (age.compareTo(STUCK) >= 0) {
            return Level.STUCK;
        }
        if (age.compareTo(OVER) < 0) {
            return Level.QUIET;
        }
        return level == Level.QUIET && age.compareTo(LATE) >= 0 ? Level.LATE : level;
    }

    private void say(Duration age, Backlog backlog) {
        var line =
                switch (level) {
                    case QUIET -> log.atInfo();
                    case LATE -> log.atWarn();
                    case STUCK -> log.atError();
                };
        line.addKeyValue("target", target)
                .addKeyValue("ageSeconds", age.toSeconds())
                .addKeyValue("waiting", backlog.events())
                .addKeyValue("rooms", backlog.rooms())
                .addKeyValue("oldestRooms", String.join(" ", backlog.oldestRooms()))
                .log(
                        switch (level) {
                            case QUIET -> "events reach the target in time again";
                            case LATE -> "events wait longer for the target than they should";
                            case STUCK ->
                                    "events have waited for a minute: look at /ready, the database and the target";
                        });
    }
}
