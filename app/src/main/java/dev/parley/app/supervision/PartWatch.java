// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.supervision;

import dev.parley.worker.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches one part. One thread looks; any thread may read the status.
final class PartWatch {
    private static final Logger log = LoggerFactory.getLogger(PartWatch.class);

    /// A part that ends sooner after a restart has not recovered: the waits go on growing.
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Part part;
    private final InstantSource clock;
    private final Backoff backoff;
    private volatile PartStatus status;
    private volatile boolean stopped;
    private int failures;
    private Instant next;

    PartWatch(Part part, InstantSource clock, Backoff backoff) {
        this.part = part;
        this.clock = clock;
        this.backoff = backoff;
        this.next = clock.instant();
        this.status = new PartStatus(part.name(), true, next, 0);
    }

    PartStatus status() {
        return status;
    }

    /// Takes its part as one that may end from now on.
    void stop() {
        stopped = true;
    }

    /// Looks once, and starts the part again when it is down and its time has come.
    void look() {
        var now = clock.instant();
        if (part.isUp()) {
            steady(now);
            return;
        }
        if (stopped) {
            return; // it was closed since: stopped was set before
        }
        if (status.up()) {
            status = new PartStatus(part.name(), false, now, status.restarts());
            next = failures == 0 ? now : now.plus(backoff.after(failures));
            log.atError().addKeyValue("part", part.name()).log("part ended, starting it again");
        }
        if (!now.isBefore(next)) {
            restart();
        }
    }

    private void steady(Instant now) {
        if (!status.up()) {
            status = new PartStatus(part.name(), true, now, status.restarts());
        } else if (Duration.between(status.since(), now).compareTo(STEADY) >= 0) {
            failures = 0;
        }
        part.tend();
    }

    // it may fail in any way, even for want of memory, and is tried again whatever that was
    private void restart() {
        failures++;
        try {
            part.restart();
            status = new PartStatus(part.name(), true, clock.instant(), status.restarts() + 1);
            log.atWarn().addKeyValue("part", part.name()).log("part started again");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            next = clock.instant().plus(backoff.after(failures));
            log.atError()
                    .setCause(e)
                    .addKeyValue("part", part.name())
                    .addKeyValue("attempts", failures)
                    .log("part does not start");
        }
    }
}
