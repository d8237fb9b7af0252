// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.Target;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Tells one target of changes of access, and does not give up. One virtual thread runs it; any thread may
/// wake it.
final class AccessChangeNotifier {
    private static final Logger log = LoggerFactory.getLogger(AccessChangeNotifier.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_REJECTION = Duration.ofSeconds(15);
    private static final Duration AFTER_DATABASE_FAILURE = Duration.ofSeconds(2);
    private static final int EVENTS_AT_ONCE = 10;

    private final Target target;
    private final AccessChanges changes;
    private final AccessMeters meters;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final Semaphore news = new Semaphore(0);
    private int failures;

    /// Whether that was said already.
    private boolean databaseAway;

    AccessChangeNotifier(
            Target target,
            AccessChanges changes,
            AccessMeters meters,
            Backoff backoff,
            Sleeper sleeper) {
        this.target = target;
        this.changes = changes;
        this.meters = meters;
        this.backoff = backoff;
        this.sleeper = sleeper;
    }

    /// Makes it look at once.
    void wake() {
        news.release();
    }

    /// Returns the loop that carries changes out; not started yet.
    BackgroundLoop loop() {
        return new BackgroundLoop(
                "parley-" + target.name() + "-access", this::round, this::survive);
    }

    private void survive(RuntimeException defect) throws InterruptedException {
        log.atError()
                .setCause(defect)
                .addKeyValue("target", target.name())
                .log("defect while telling of changed access, going on");
        sleeper.rest(AFTER_DATABASE_FAILURE);
    }

    private void round() throws InterruptedException {
        try {
            var due = changes.claim(target.name());
            databaseAway = false;
            if (due.isEmpty()) {
                awaitNews();
            } else {
                tell(due);
            }
        } catch (SQLException e) {
            log.atLevel(databaseAway ? Level.DEBUG : Level.WARN)
                    .addKeyValue("target", target.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot look for changed access, trying until it works");
            databaseAway = true;
            sleeper.rest(AFTER_DATABASE_FAILURE);
        }
    }

    private void awaitNews() throws InterruptedException {
        if (news.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    private void tell(List<AccessChange> due) throws SQLException, InterruptedException {
        for (var actions : AccessActions.of(due)) {
            try {
                carryOut(actions);
                failures = 0;
            } catch (PublishException e) {
                changes.release(target.name(), due);
                sleeper.rest(pauseAfter(e));
                return;
            }
            changes.forget(target.name(), actions.changes());
            meters.told(actions.changes());
        }
    }

    private void carryOut(AccessActions actions) throws InterruptedException {
        var notices = actions.notices();
        for (var from = 0; from < notices.size(); from += EVENTS_AT_ONCE) {
            notify(notices.subList(from, Math.min(notices.size(), from + EVENTS_AT_ONCE)));
        }
        var revokers = target.revokers();
        if (revokers.isEmpty()) {
            return;
        }
        var user = actions.user();
        if (actions.status() == AccessChange.Status.ENDED) {
            revokers.get().dismiss(user);
        } else if (!actions.channels().isEmpty()) {
            revokers.get().revoke(user, actions.channels(), actions.reason());
        }
    }

    /// Tells the person; a target that does not know such channels is no reason to stop.
    private void notify(List<OutgoingEvent> notices) throws InterruptedException {
        try {
            target.deliver(notices);
        } catch (PublishException e) {
            switch (e.failure()) {
                case Failure.Refused _, Failure.TooLarge _ ->
                        log.atDebug()
                                .addKeyValue("target", target.name())
                                .addKeyValue("reason", e.getMessage())
                                .log("target takes no notices for people");
                case Failure.Unavailable _, Failure.Misconfigured _ -> throw e;
            }
        }
    }

    private Duration pauseAfter(PublishException e) {
        failures++;
        meters.failed();
        log.atLevel(failures > 1 ? Level.DEBUG : Level.WARN)
                .addKeyValue("target", target.name())
                .addKeyValue("reason", e.getMessage())
                .log("target cannot be told of changed access, trying until it can");
        return switch (e.failure()) {
            case Failure.Unavailable(var retryAfter) -> retryAfter.orElse(backoff.after(failures));
            case Failure.Refused _, Failure.TooLarge _, Failure.Misconfigured _ -> AFTER_REJECTION;
        };
    }
}
