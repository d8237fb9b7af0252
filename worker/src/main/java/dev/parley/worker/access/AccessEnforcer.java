// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.SubscriptionRevoker;
import dev.parley.worker.publish.Target;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that nobody listens for longer than they may.
///
/// A change of access is told to a target within a second or so, and again until it has taken it; a
/// session that is over, within five seconds. Any thread may call the methods. Each target has a virtual
/// thread, `parley-<target>-access`, and one more, `parley-sessions`, looks for sessions that are over.
public final class AccessEnforcer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessEnforcer.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_SESSIONS = Duration.ofSeconds(5);

    private final AccessChanges changes;
    private final List<String> targets;
    private final List<SubscriptionRevoker> revokers;
    private final List<AccessChangeNotifier> notifiers;
    private final InstantSource clock;
    private final Sleeper sleeper = Sleeper.realTime();
    private final List<BackgroundLoop> loops = new ArrayList<>();

    private AccessEnforcer(
            List<Target> targets,
            AccessChanges changes,
            WorkerMeters meters,
            InstantSource clock,
            RandomGenerator random) {
        var backoff = new Backoff(random, FIRST_RETRY, LAST_RETRY);
        this.changes = changes;
        this.targets = targets.stream().map(Target::name).toList();
        this.revokers = targets.stream().flatMap(t -> t.revokers().stream()).toList();
        this.notifiers =
                targets.stream()
                        .map(target -> {
                            var done = new AccessMeters(meters, target.name(), clock);
                            return new AccessChangeNotifier(
                                    target, changes, done, backoff, sleeper);
                        })
                        .toList();
        this.clock = clock;
    }

    /// Starts to tell targets of changes.
    ///
    /// @param database where the changes are kept; without one they are kept in memory
    /// @param random jitter of waiting times
    public static AccessEnforcer start(
            List<Target> targets,
            Optional<DataSource> database,
            WorkerMeters meters,
            InstantSource clock,
            RandomGenerator random) {
        var changes =
                database.<AccessChanges>map(SqlAccessChanges::new)
                        .orElseGet(() -> new InMemoryAccessChanges(clock));
        var enforcer = new AccessEnforcer(targets, changes, meters, clock, random);
        enforcer.notifiers.forEach(notifier -> enforcer.loops.add(notifier.loop()));
        enforcer.loops.add(
                new BackgroundLoop(
                        "parley-sessions",
                        enforcer::endSessions,
                        defect ->
                                log.atError()
                                        .setCause(defect)
                                        .log("defect while ending sessions, going on")));
        enforcer.loops.forEach(BackgroundLoop::start);
        return enforcer;
    }

    /// Notes whose connection asks to be let in. Call it before the right is looked at: a right that is
    /// taken away after that finds the connection.
    ///
    /// @param session name of the person's session, which stays when its token is renewed
    /// @param end when the session is over unless it is renewed
    /// @throws SQLException when it cannot be noted
    public void registerConnection(String socketId, String user, String session, Instant end)
            throws SQLException {
        var watched = true;
        for (var revoker : revokers) {
            watched &= revoker.registerConnection(socketId, user, end);
        }
        if (!watched) {
            changes.note(user, session, end);
        }
    }

    /// Makes it look for changes at once.
    public void wake() {
        notifiers.forEach(AccessChangeNotifier::wake);
    }

    /// Tells that somebody left a room, should nothing else tell it.
    public void left(String room, String user) {
        changes.left(targets, room, user);
        wake();
    }

    @Override
    public void close() {
        for (var left : BackgroundLoop.end(loops)) {
            log.atWarn()
                    .addKeyValue("thread", left.name())
                    .log("a thread does not end, leaving it behind");
        }
    }

    private void endSessions() throws InterruptedException {
        sleeper.rest(LOOK_FOR_SESSIONS);
        try {
            changes.endSessions(targets, clock.instant());
        } catch (SQLException e) {
            log.atDebug()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot look for sessions that are over");
        }
    }
}
