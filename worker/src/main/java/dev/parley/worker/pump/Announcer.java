package dev.parley.worker.pump;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.capture.Change;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Sends notices when they are due. Any thread may tell it what happens; its own virtual thread,
/// `parley-notices`, waits for the next alarm and hands over what is due.
final class Announcer {
    private final InstantSource clock;
    private final Consumer<Notice> announce;
    private final Thread thread;

    @GuardedBy("this")
    private final Notices notices = new Notices();

    /// @param announce called by the announcer's thread
    Announcer(InstantSource clock, Consumer<Notice> announce) {
        this.clock = clock;
        this.announce = announce;
        this.thread = Thread.ofVirtual().name("parley-notices").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    synchronized void logged(UUID room, long rev) {
        var before = notices.next();
        notices.logged(room, rev, clock.instant());
        if (!notices.next().equals(before)) {
            notifyAll();
        }
    }

    synchronized void moved(Change.CursorMoved move) {
        var before = notices.next();
        notices.moved(move, clock.instant());
        if (!notices.next().equals(before)) {
            notifyAll();
        }
    }

    private void run() {
        try {
            while (true) {
                awaitDue().forEach(announce);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private synchronized List<Notice> awaitDue() throws InterruptedException {
        while (true) {
            var due = notices.due(clock.instant());
            if (!due.isEmpty()) {
                return due;
            }
            var next = notices.next();
            if (next.isEmpty()) {
                wait();
            } else {
                var left = Duration.between(clock.instant(), next.get()).toMillis() + 1;
                wait(Math.max(1, left));
            }
        }
    }
}
