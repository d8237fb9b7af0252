package dev.parley.worker.capture;

import dev.parley.worker.capture.CaptureException.Kind;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Rest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Keeps a source running: starts a new session whenever one ends, and goes on to the next source
/// when one cannot work here.
///
/// One virtual thread, `parley-capture`, owns the sources; other threads may ask for the status, wake
/// and close.
public final class Capture implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Capture.class);

    private static final Duration END_OF_THREAD = Duration.ofSeconds(5);

    private final List<Candidate> candidates;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Rest rest = Rest.realTime();
    private final Thread thread;
    private volatile Candidate current;
    private volatile CaptureStatus status;

    /// Written by the capturing thread only: sessions that failed since one last worked.
    private int failures;

    private Capture(List<Candidate> candidates, ChangeSink sink, Backoff backoff) {
        this.candidates = List.copyOf(candidates);
        this.backoff = backoff;
        this.current = candidates.getFirst();
        this.status = new CaptureStatus(current.mode(), false, "starting");
        this.thread = Thread.ofVirtual().name("parley-capture").unstarted(() -> run(sink));
    }

    /// Starts capturing.
    ///
    /// @param candidates the sources to try, best first, at least one
    /// @param backoff how long to wait between sessions
    public static Capture start(List<Candidate> candidates, ChangeSink sink, Backoff backoff) {
        var capture = new Capture(candidates, sink, backoff);
        capture.thread.start();
        return capture;
    }

    /// A source and the name of its mode.
    ///
    /// @param mode `wal` or `poll`
    /// @param source closed together with the capture
    public record Candidate(String mode, ChangeSource source) {}

    /// Returns what capturing is doing.
    public CaptureStatus status() {
        var now = status;
        return now.running() ? new CaptureStatus(now.mode(), true, current.source().detail()) : now;
    }

    /// Hints that something has changed.
    public void wake() {
        current.source().wake();
    }

    /// Ends the session and waits for the thread; nothing reaches the sink afterwards.
    @Override
    public void close() {
        closing.countDown();
        candidates.forEach(candidate -> candidate.source().close());
        thread.interrupt();
        try {
            if (!thread.join(END_OF_THREAD)) {
                log.atWarn()
                        .log(
                                "the database does not let the capturing thread go, leaving it behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(ChangeSink sink) {
        var next = 0;
        while (closing.getCount() > 0) {
            current = candidates.get(next);
            try {
                current.source().session(new Watched(sink));
            } catch (InterruptedException e) {
                return; // closing
            } catch (CaptureException e) {
                if (e.kind() == Kind.IMPOSSIBLE && next + 1 < candidates.size()) {
                    next++;
                    log.atWarn()
                            .addKeyValue("mode", candidates.get(next).mode())
                            .addKeyValue("reason", e.getMessage())
                            .log("falling back to another way of capturing");
                } else {
                    pause(e);
                }
            } catch (
                    RuntimeException
                            e) { // top of the thread: a defect must not end capturing for good
                pause(e);
            }
        }
    }

    private void pause(RuntimeException cause) {
        failures++;
        var reason = String.valueOf(cause.getMessage());
        var wait = backoff.after(failures);
        level(cause, reason)
                .addKeyValue("mode", current.mode())
                .addKeyValue("reason", reason)
                .addKeyValue("retryMillis", wait.toMillis())
                .log("capturing stopped, starting again");
        status = new CaptureStatus(current.mode(), false, reason);
        try {
            rest.rest(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the loop ends
        }
    }

    /// What has been said is not said again at every try.
    private LoggingEventBuilder level(RuntimeException cause, String reason) {
        if (status.detail().equals(reason)) {
            return log.atDebug();
        }
        return switch (cause) {
            case CaptureException known when known.kind() == Kind.PASSING -> log.atWarn();
            case CaptureException _ -> log.atError();
            default -> log.atError().setCause(cause);
        };
    }

    /// Passes everything on and notes when a session has begun to work.
    private final class Watched implements ChangeSink {
        private final ChangeSink sink;

        Watched(ChangeSink sink) {
            this.sink = sink;
        }

        @Override
        public void begin() throws SQLException, InterruptedException {
            sink.begin();
            failures = 0;
            status = new CaptureStatus(current.mode(), true, "");
            log.atInfo().addKeyValue("mode", current.mode()).log("capturing");
        }

        @Override
        public void accept(Change change, Receipt receipt) {
            sink.accept(change, receipt);
        }

        @Override
        public void spill() {
            sink.spill();
        }
    }
}
