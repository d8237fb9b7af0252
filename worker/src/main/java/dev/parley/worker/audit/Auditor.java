// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.retry.Sleeper;
import io.micrometer.core.instrument.Counter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the database every few seconds, shows what it saw as meters and raises the alerts.
///
/// One virtual thread, `parley-auditor`, looks. While the database does not answer nobody knows what
/// was committed, so the age of the oldest unpublished event then grows with the clock.
public final class Auditor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Auditor.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /// Looking takes at most this part of the time, however long one look takes.
    private static final int SHARE = 10;

    private final BacklogProbe probe;
    private final InstantSource clock;
    private final Map<String, LagAlert> alerts = new LinkedHashMap<>();
    private final Counter looks;
    private final Counter failures;
    private final Sleeper sleeper = Sleeper.realTime();
    private final BackgroundLoop loop;
    private volatile Seen seen;

    Auditor(BacklogProbe probe, List<String> targets, InstantSource clock, WorkerMeters meters) {
        this.probe = probe;
        this.clock = clock;
        this.seen =
                new Seen(clock.instant(), new BacklogSnapshot(Map.of(), Optional.empty()), false);
        this.looks = meters.counter("audits", "result", "seen");
        this.failures = meters.counter("audits", "result", "failed");
        this.loop = new BackgroundLoop("parley-auditor", this::round, this::survive);
        targets.forEach(target -> alerts.put(target, new LagAlert(target)));
        show(meters);
    }

    /// Starts to look.
    ///
    /// @param targets the names of all targets
    /// @param slot name of the replication slot
    public static Auditor start(
            DataSource database,
            List<String> targets,
            String slot,
            InstantSource clock,
            WorkerMeters meters) {
        var probe = new SqlBacklogProbe(database, targets, slot);
        var auditor = new Auditor(probe, targets, clock, meters);
        auditor.loop.start();
        return auditor;
    }

    @Override
    public void close() {
        if (!loop.end()) {
            log.atDebug().log("the database does not let the auditor go, leaving it behind");
        }
    }

    /// Looks once, and judges.
    void look() {
        try {
            seen = new Seen(clock.instant(), probe.snapshot(), true);
            looks.increment();
        } catch (SQLException e) {
            seen = new Seen(seen.at(), seen.snapshot(), false);
            failures.increment();
            log.atDebug()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot see what is unpublished");
        }
        alerts.forEach(
                (target, alert) -> alert.judge(age(target), seen.snapshot().backlog(target)));
    }

    /// Returns how old the oldest event is that a target has not taken, as far as can be known.
    Duration age(String target) {
        var now = seen;
        var known = now.snapshot().backlog(target).oldest();
        return now.current() ? known : known.plus(Duration.between(now.at(), clock.instant()));
    }

    private void round() throws InterruptedException {
        var began = clock.instant();
        look();
        var took = Duration.between(began, clock.instant()).multipliedBy(SHARE);
        sleeper.rest(took.compareTo(EVERY) > 0 ? took : EVERY);
    }

    private void survive(RuntimeException defect) throws InterruptedException {
        log.atError().setCause(defect).log("defect while auditing, going on");
        sleeper.rest(EVERY);
    }

    private void show(WorkerMeters meters) {
        for (var target : alerts.keySet()) {
            meters.show(
                    "unpublished.age.seconds",
                    this,
                    auditor -> auditor.age(target).toMillis() / 1_000.0,
                    "target",
                    target);
            show(meters, "unpublished.events", target, Backlog::events);
            show(meters, "unpublished.events.deepest", target, Backlog::deepest);
            show(meters, "unpublished.rooms", target, Backlog::rooms);
        }
        show(meters, "slot.present", _ -> 1);
        show(meters, "slot.active", slot -> slot.active() ? 1 : 0);
        show(meters, "slot.lag.bytes", SlotLag::lagBytes);
        show(meters, "slot.retained.bytes", SlotLag::retainedBytes);
    }

    private void show(
            WorkerMeters meters, String name, String target, ToDoubleFunction<Backlog> value) {
        meters.show(
                name,
                this,
                auditor -> value.applyAsDouble(auditor.seen.snapshot().backlog(target)),
                "target",
                target);
    }

    private void show(WorkerMeters meters, String name, ToDoubleFunction<SlotLag> value) {
        meters.show(
                name,
                this,
                auditor -> auditor.seen.snapshot().slot().map(value::applyAsDouble).orElse(0.0));
    }

    /// What was seen last.
    ///
    /// @param at when; the start, when nothing was seen yet
    /// @param current false while the looks after it fail
    private record Seen(Instant at, BacklogSnapshot snapshot, boolean current) {}
}
