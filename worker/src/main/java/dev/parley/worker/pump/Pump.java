package dev.parley.worker.pump;

import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.ChangeSink;
import dev.parley.worker.capture.Receipt;
import dev.parley.worker.delivery.Target;
import dev.parley.worker.retry.Rest;
import java.sql.SQLException;
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
/// the targets. Closing delivers what is under way, writes positions down and ends all threads.
public final class Pump implements ChangeSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    private final Ledger ledger;
    private final PumpConfig config;
    private final InstantSource clock;
    private final List<Outlet> outlets;
    private final Thread keeper;
    private final Rest rest = Rest.realTime();

    /// The numbering the source is in; empty before its first session.
    private volatile String epoch = "";

    /// When rooms behind were last looked for; the keeper's own.
    private Instant audited;

    private Pump(
            List<Target> targets,
            Ledger ledger,
            PumpConfig config,
            InstantSource clock,
            RandomGenerator random,
            Observers observers) {
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.audited = clock.instant();
        this.outlets =
                targets.stream()
                        .map(t -> new Outlet(t, ledger, config, clock, random, observers))
                        .toList();
        this.keeper = Thread.ofVirtual().name("parley-keeper").unstarted(this::keep);
    }

    /// Starts a pump that waits for a source.
    ///
    /// @param targets each with a name of its own, at least one
    /// @param random jitter of waiting times; used by many threads
    /// @param observers told how deliveries go
    public static Pump start(
            List<Target> targets,
            Ledger ledger,
            PumpConfig config,
            InstantSource clock,
            RandomGenerator random,
            Observers observers) {
        var names = targets.stream().map(Target::name).distinct().count();
        if (targets.isEmpty() || names != targets.size()) {
            throw new IllegalArgumentException(
                    "targets must be one or more, each with its own name");
        }
        var pump = new Pump(targets, ledger, config, clock, random, observers);
        pump.outlets.forEach(Outlet::start);
        pump.keeper.start();
        return pump;
    }

    @Override
    public String begin() throws SQLException {
        var current = ledger.epoch();
        if (!current.equals(epoch)) {
            log.atInfo().addKeyValue("epoch", current).log("numbering of the database");
        }
        for (var outlet : outlets) {
            outlet.begin(current);
        }
        epoch = current;
        return current;
    }

    @Override
    public void accept(Change change, Receipt receipt) {
        switch (change) {
            case Change.Appended appended -> {
                var event = Envelope.of(appended, epoch).capturedAt(clock.instant());
                outlets.forEach(outlet -> outlet.offer(event, receipt));
            }
            case Change.Behind behind -> outlets.forEach(outlet -> outlet.behind(behind));
            case Change.CursorMoved moved -> outlets.forEach(outlet -> outlet.moved(moved));
        }
    }

    @Override
    public void spill() {
        outlets.forEach(Outlet::spill);
    }

    /// Returns how the targets fare.
    public List<TargetStatus> status() {
        return outlets.stream().map(Outlet::status).toList();
    }

    @Override
    public void close() {
        try {
            var deadline = clock.instant().plus(config.drain());
            for (var outlet : outlets) {
                outlet.close(java.time.Duration.between(clock.instant(), deadline));
            }
            keeper.interrupt();
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outlets.forEach(Outlet::save);
    }

    private void keep() {
        try {
            while (true) {
                rest.rest(config.flush());
                try {
                    lookAfter();
                } catch (
                        RuntimeException
                                e) { // top of the thread: a defect must not end it for good
                    log.atError().setCause(e).log("defect while writing positions, going on");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void lookAfter() {
        outlets.forEach(Outlet::save);
        outlets.forEach(Outlet::watch);
        if (!epoch.isEmpty() && audited.plus(config.audit()).isBefore(clock.instant())) {
            audited = clock.instant();
            audit();
        }
    }

    private void audit() {
        try {
            for (var outlet : outlets) {
                outlet.audit();
            }
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot look for rooms behind");
        }
    }
}
