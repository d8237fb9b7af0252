// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.ChangeSink;
import dev.parley.worker.publish.Target;
import dev.parley.worker.retry.Sleeper;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes changes from a source and brings them to every target.
///
/// The source's thread calls the methods of [ChangeSink]; they return at once and hand over under a
/// short lock. One virtual thread of its own, `parley-keeper`, writes positions down and looks after
/// the targets. Closing drains the queues, writes positions down and ends all threads.
public final class Dispatcher implements ChangeSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration LATE = Duration.ofSeconds(10);

    private final PositionStore positionStore;
    private final DispatchConfig config;
    private final InstantSource clock;
    private final List<TargetDispatcher> targetDispatchers;
    private final BackgroundLoop keeper;
    private final Sleeper sleeper = Sleeper.realTime();

    /// The epoch the source is in; empty before its first session.
    private volatile String epoch = "";

    /// When rooms behind were last searched for; the keeper's own.
    private Instant lastSearched;

    private Dispatcher(
            List<Target> targets,
            PositionStore positionStore,
            DispatchConfig config,
            InstantSource clock,
            RandomGenerator random,
            DeliveryListeners listeners) {
        this.positionStore = positionStore;
        this.config = config;
        this.clock = clock;
        this.lastSearched = clock.instant();
        this.targetDispatchers =
                targets.stream()
                        .map(t ->
                                new TargetDispatcher(
                                        t, positionStore, config, clock, random, listeners))
                        .toList();
        this.keeper =
                new BackgroundLoop(
                        "parley-keeper",
                        this::keep,
                        defect ->
                                log.atError()
                                        .setCause(defect)
                                        .log("defect while writing positions, going on"));
    }

    /// Starts a dispatcher that waits for a source.
    ///
    /// @param targets each with a name of its own, at least one
    /// @param random jitter of waiting times; used by many threads
    /// @param listeners told how deliveries go
    public static Dispatcher start(
            List<Target> targets,
            PositionStore positionStore,
            DispatchConfig config,
            InstantSource clock,
            RandomGenerator random,
            DeliveryListeners listeners) {
        var names = targets.stream().map(Target::name).distinct().count();
        if (targets.isEmpty() || names != targets.size()) {
            throw new IllegalArgumentException(
                    "targets must be one or more, each with its own name");
        }
        var dispatcher = new Dispatcher(targets, positionStore, config, clock, random, listeners);
        dispatcher.targetDispatchers.forEach(TargetDispatcher::start);
        dispatcher.keeper.start();
        return dispatcher;
    }

    @Override
    public String begin() throws SQLException {
        var current = positionStore.epoch();
        if (!current.equals(epoch)) {
            log.atInfo().addKeyValue("epoch", current).log("epoch of the database");
        }
        for (var targetDispatcher : targetDispatchers) {
            targetDispatcher.begin(current);
        }
        epoch = current;
        return current;
    }

    @Override
    public void accept(Change change, Acknowledgement acknowledgement) {
        switch (change) {
            case Change.Appended appended when isLate(appended) -> {
                var behind = new Change.Behind(appended.room(), appended.rev());
                targetDispatchers.forEach(targetDispatcher -> targetDispatcher.behind(behind));
            }
            case Change.Appended appended -> {
                var event = EventFactory.of(appended, epoch).capturedAt(clock.instant());
                targetDispatchers.forEach(
                        targetDispatcher -> targetDispatcher.enqueue(event, acknowledgement));
            }
            case Change.Behind behind ->
                    targetDispatchers.forEach(targetDispatcher -> targetDispatcher.behind(behind));
            case Change.CursorMoved moved ->
                    targetDispatchers.forEach(targetDispatcher -> targetDispatcher.moved(moved));
        }
    }

    /// A source that is late may bring the text of a message that has been deleted since. The tables know.
    private boolean isLate(Change.Appended appended) {
        return appended.createdAt().plus(LATE).isBefore(clock.instant());
    }

    @Override
    public void spill() {
        targetDispatchers.forEach(TargetDispatcher::spill);
    }

    /// Returns how the targets fare.
    public List<TargetStatus> status() {
        return targetDispatchers.stream().map(TargetDispatcher::status).toList();
    }

    @Override
    public void close() {
        try {
            var deadline = clock.instant().plus(config.drain());
            for (var targetDispatcher : targetDispatchers) {
                targetDispatcher.close(Duration.between(clock.instant(), deadline));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = keeper.end();
        targetDispatchers.forEach(TargetDispatcher::save);
    }

    private void keep() throws InterruptedException {
        sleeper.rest(config.flush());
        lookAfter();
    }

    private void lookAfter() {
        targetDispatchers.forEach(TargetDispatcher::save);
        targetDispatchers.forEach(TargetDispatcher::spillWhileFailing);
        if (!epoch.isEmpty()
                && lastSearched.plus(config.searchInterval()).isBefore(clock.instant())) {
            lastSearched = clock.instant();
            findRoomsBehind();
        }
    }

    private void findRoomsBehind() {
        try {
            for (var targetDispatcher : targetDispatchers) {
                targetDispatcher.findRoomsBehind();
            }
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot look for rooms behind");
        }
    }
}
