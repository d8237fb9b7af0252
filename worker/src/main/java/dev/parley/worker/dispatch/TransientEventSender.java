// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one target's transient events when they are due. Any thread may tell it what happens; its own virtual
/// thread waits for the next deadline and hands over what is due.
final class TransientEventSender {
    private static final Logger log = LoggerFactory.getLogger(TransientEventSender.class);

    private final InstantSource clock;
    private final BackgroundLoop loop;

    @GuardedBy("this")
    private final TransientEventSchedule schedule = new TransientEventSchedule();

    /// @param name of the thread
    /// @param sending called by that thread, never by two at once; what comes meanwhile is gathered
    TransientEventSender(String name, InstantSource clock, Sending sending) {
        this.clock = clock;
        this.loop =
                new BackgroundLoop(
                        name,
                        () -> sending.send(awaitDue()),
                        defect ->
                                log.atError()
                                        .setCause(defect)
                                        .addKeyValue("thread", name)
                                        .log("defect while sending transient events, going on"));
    }

    void start() {
        loop.start();
    }

    void close() {
        var _ = loop.end();
    }

    /// Learns that the target has taken events.
    synchronized void published(List<NumberedEvent> events) {
        var before = schedule.next();
        var now = clock.instant();
        for (var event : events) {
            schedule.published(event.room(), event.rev(), event.event().event().channel(), now);
        }
        wakeIfSooner(before);
    }

    synchronized void moved(Change.CursorMoved move) {
        var before = schedule.next();
        schedule.moved(move, clock.instant());
        wakeIfSooner(before);
    }

    /// Forgets the numbers of another epoch.
    synchronized void enter() {
        schedule.forgetHeads();
    }

    @GuardedBy("this")
    private void wakeIfSooner(Optional<Instant> before) {
        if (!schedule.next().equals(before)) {
            notifyAll();
        }
    }

    private synchronized List<TransientEvent> awaitDue() throws InterruptedException {
        while (true) {
            var due = schedule.due(clock.instant());
            if (!due.isEmpty()) {
                return due;
            }
            var next = schedule.next();
            if (next.isEmpty()) {
                wait();
            } else {
                var left = Duration.between(clock.instant(), next.get()).toMillis() + 1;
                wait(Math.max(1, left));
            }
        }
    }

    /// What is done with transient events that are due.
    @FunctionalInterface
    interface Sending {
        void send(List<TransientEvent> due) throws InterruptedException;
    }
}
