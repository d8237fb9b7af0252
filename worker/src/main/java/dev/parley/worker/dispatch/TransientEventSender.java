// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Sends one target's transient events when they are due. Any thread may tell it what happens; its own virtual
/// thread waits for the next deadline and hands over what is due.
final class TransientEventSender {
    private final InstantSource clock;
    private final Sending sending;
    private final Thread thread;

    @GuardedBy("this")
    private final TransientEventSchedule schedule = new TransientEventSchedule();

    /// @param name of the thread
    /// @param sending called by that thread, never by two at once; what comes meanwhile is gathered
    TransientEventSender(String name, InstantSource clock, Sending sending) {
        this.clock = clock;
        this.sending = sending;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
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

    private void run() {
        try {
            while (true) {
                sending.send(awaitDue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
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
