// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps capturing going by the best way that works: starts a new session whenever one ends, goes down
/// to the next way when one is not possible, and up again when a better one has become possible.
///
/// One virtual thread, `parley-capture`, runs the sessions; another, `parley-rehearse`, finds out now
/// and then whether a better way would work, while the present one goes on. Changing the way loses
/// nothing: each session begins by reading in the tables what is still to be published. Other threads
/// may ask for the status, wake and close.
public final class Capture implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Capture.class);

    private static final Duration STANDBY = Duration.ofMillis(500);
    private static final int MAX_RELAPSES = 4;

    /// After what time a session counts as one that worked. What ends sooner, again and again, is tried
    /// less and less often, and then another way instead.
    private static final Duration STEADY = Duration.ofSeconds(5);

    private final List<ChangeSource> sources;
    private final Backoff backoff;
    private final Duration rehearsal;
    private final CaptureStatus status;
    private volatile boolean closing;
    private final Sleeper sleeper = Sleeper.realTime();
    private final List<BackgroundLoop> loops;
    private volatile ChangeSource current;

    /// The capturing thread's own, as is the next.
    private final FallbackPolicy fallbackPolicy;

    private PreparationMode mode = PreparationMode.BRIEF;

    /// When the present session began to work, by [System#nanoTime]; empty before.
    private OptionalLong begun = OptionalLong.empty();

    /// A better way that has just been found possible; written by the rehearsing thread, taken by the
    /// capturing one. As many as there are sources means none.
    private volatile int better;

    /// The way that was last recovered to, while it is not known to last; as many as there are sources for
    /// none. Written by the capturing thread.
    private volatile int recovered;

    /// How often in a row a way proved impossible after it had been recovered to: each time doubles the time
    /// to the next try.
    private final AtomicInteger relapses = new AtomicInteger();

    private Capture(
            List<ChangeSource> sources,
            ChangeSink sink,
            Backoff backoff,
            Duration rehearsal,
            CaptureMeters meters) {
        this.sources = List.copyOf(sources);
        this.backoff = backoff;
        this.rehearsal = rehearsal;
        this.current = sources.getFirst();
        this.status = new CaptureStatus(current.strategy(), meters);
        this.fallbackPolicy =
                new FallbackPolicy(sources.stream().map(ChangeSource::strategy).toList());
        this.better = sources.size();
        this.recovered = sources.size();
        this.loops =
                List.of(
                        new BackgroundLoop(
                                "parley-capture",
                                () -> capture(sink),
                                defect -> failed(CaptureState.DEFECT, defect)),
                        new BackgroundLoop(
                                "parley-rehearse",
                                this::rehearse,
                                defect ->
                                        status.stillNot(
                                                sources.getFirst().strategy(),
                                                CaptureState.DEFECT,
                                                defect)));
    }

    /// Starts capturing.
    ///
    /// @param sources the sources to try, best first, at least one; closed together with the capture
    /// @param backoff how long to wait between sessions
    /// @param rehearsal how often better sources than the running one are tried
    public static Capture start(
            List<ChangeSource> sources,
            ChangeSink sink,
            Backoff backoff,
            Duration rehearsal,
            CaptureMeters meters) {
        var capture = new Capture(sources, sink, backoff, rehearsal, meters);
        capture.loops.forEach(BackgroundLoop::start);
        return capture;
    }

    /// Returns what capturing is doing.
    public CaptureReport status() {
        return status.status(current.detail());
    }

    /// Returns how often in a row a better way has not lasted, 4 at most.
    int relapses() {
        return relapses.get();
    }

    /// Hints that something has changed.
    public void wake() {
        current.wake();
    }

    /// Ends the session and waits for the threads; nothing reaches the sink afterwards.
    @Override
    public void close() {
        closing = true;
        sources.forEach(ChangeSource::close);
        for (var left : BackgroundLoop.end(loops)) {
            log.atWarn()
                    .addKeyValue("thread", left.name())
                    .log("the database does not let a thread go, leaving it behind");
        }
    }

    private void capture(ChangeSink sink) throws InterruptedException {
        current = sources.get(fallbackPolicy.current());
        better = sources.size();
        begun = OptionalLong.empty();
        try {
            current.prepare(mode);
            current.session(new CaptureSession(sink, this::begun, status::spilled));
            recover();
        } catch (CaptureException e) {
            failed(e.state(), e);
        }
    }

    private void failed(CaptureState state, RuntimeException cause) throws InterruptedException {
        var from = current.strategy();
        if (closing) {
            return; // it failed because it was ended
        }
        mode = PreparationMode.BRIEF;
        if (hasLasted()) {
            fallbackPolicy.works();
        }
        var tried = fallbackPolicy.current();
        if (fallbackPolicy.failed(state) == FallbackPolicy.Move.FALL_BACK) {
            if (tried == recovered) {
                relapses.updateAndGet(times -> Math.min(times + 1, MAX_RELAPSES));
            }
            recovered = sources.size();
            status.fellBack(from, state, cause, sources.get(fallbackPolicy.current()).strategy());
            return;
        }
        var wait = state.isStandby() ? STANDBY : backoff.after(fallbackPolicy.failures());
        status.stopped(from, state, cause, wait);
        if (state == CaptureState.SLOT_WAITS) {
            mode = PreparationMode.PATIENT; // there is nothing else to do
        }
        sleeper.rest(wait);
    }

    private void begun() {
        begun = OptionalLong.of(System.nanoTime());
        status.running(current.strategy());
    }

    private boolean hasLasted() {
        return begun.isPresent() && System.nanoTime() - begun.getAsLong() >= STEADY.toNanos();
    }

    /// Goes where the ended session was asked to make way for.
    private void recover() {
        var to = better;
        if (to < fallbackPolicy.current()) {
            fallbackPolicy.recover(to);
            recovered = to;
            status.recovered(current.strategy(), sources.get(to).strategy());
        }
    }

    /// Tries the better ways while another one works.
    private void rehearse() throws InterruptedException {
        sleeper.rest(rehearsal.multipliedBy(1L << relapses.get()));
        var running = sources.indexOf(current);
        if (running == recovered) {
            relapses.set(0); // it has lasted
        }
        for (var i = 0; i < running && better >= running; i++) {
            if (works(sources.get(i))) {
                better = i;
                sources.get(running).end();
            }
        }
    }

    private boolean works(ChangeSource source) throws InterruptedException {
        try {
            source.prepare(PreparationMode.REHEARSAL);
            return true;
        } catch (CaptureException e) {
            status.stillNot(source.strategy(), e.state(), e);
        } catch (
                RuntimeException
                        e) { // top of the thread: a defect must not end rehearsing for good
            status.stillNot(source.strategy(), CaptureState.DEFECT, e);
        }
        return false;
    }
}
