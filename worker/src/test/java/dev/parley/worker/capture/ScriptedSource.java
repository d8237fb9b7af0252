// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A source that is possible or hindered as it is told, and does nothing.
final class ScriptedSource implements ChangeSource {
    private final AtomicReference<@Nullable CaptureState> hindrance = new AtomicReference<>();
    private final AtomicInteger preparations = new AtomicInteger();
    private final Semaphore ends = new Semaphore(0);
    private volatile @Nullable CaptureState failure;
    private volatile @Nullable CaptureState beginning;
    private volatile CaptureStrategy strategy = CaptureStrategy.TABLES;

    static ScriptedSource possible() {
        return new ScriptedSource();
    }

    static ScriptedSource hindered(CaptureState by) {
        var source = new ScriptedSource();
        source.hindrance.set(by);
        return source;
    }

    /// Can be prepared, but every session fails before it begins.
    static ScriptedSource failing(CaptureState state) {
        var source = new ScriptedSource();
        source.beginning = state;
        return source;
    }

    /// Takes the place of a strategy; `TABLES` if none is named.
    ScriptedSource as(CaptureStrategy other) {
        strategy = other;
        return this;
    }

    void becomes(CaptureState hindered) {
        hindrance.set(hindered);
    }

    void becomesPossible() {
        hindrance.set(null);
    }

    /// Ends the running session by a failure.
    void fails(CaptureState state) {
        failure = state;
        ends.release();
    }

    int preparations() {
        return preparations.get();
    }

    @Override
    public CaptureStrategy strategy() {
        return strategy;
    }

    @Override
    public void prepare(PreparationMode mode) {
        preparations.incrementAndGet();
        var state = hindrance.get();
        if (state != null) {
            throw new CaptureException(state, "as told");
        }
    }

    @Override
    public void session(CaptureSession session) throws InterruptedException {
        var refused = beginning;
        if (refused != null) {
            throw new CaptureException(refused, "as told");
        }
        ends.drainPermits();
        failure = null;
        var _ = session.begin(Optional.empty());
        ends.acquire();
        var state = failure;
        if (state != null) {
            throw new CaptureException(state, "as told");
        }
    }

    @Override
    public void wake() {}

    @Override
    public String detail() {
        return "scripted";
    }

    @Override
    public void end() {
        ends.release();
    }

    @Override
    public void close() {
        ends.release();
    }
}
