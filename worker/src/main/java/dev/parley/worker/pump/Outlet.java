package dev.parley.worker.pump;

import dev.parley.worker.arrival.Arrival;
import dev.parley.worker.arrival.Arrivals;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.Receipt;
import dev.parley.worker.delivery.Breaker;
import dev.parley.worker.delivery.Courier;
import dev.parley.worker.delivery.OutgoingEvent;
import dev.parley.worker.delivery.Parcel;
import dev.parley.worker.delivery.Target;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Rest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One target with the threads that serve it: those that send, two that read from the tables, and one
/// for notices. All are virtual and named after the target. Any thread may call the methods.
final class Outlet {
    private static final Logger log = LoggerFactory.getLogger(Outlet.class);
    private static final int READERS = 2;
    private static final int ROOMS_AT_ONCE = 50;
    private static final Duration READ_AGAIN = Duration.ofMillis(20);
    private static final Duration END_OF_THREAD = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Ledger ledger;
    private final PumpConfig config;
    private final InstantSource clock;
    private final SharedLane lane;
    private final NoticeQueue notices = new NoticeQueue();
    private final Breaker breaker;
    private final Rest rest = Rest.realTime();
    private final Courier courier;
    private final Arrivals arrivals;

    /// Filled by [#start] before any other thread knows this object.
    private final List<Thread> threads = new ArrayList<>();

    Outlet(
            Target target,
            Ledger ledger,
            PumpConfig config,
            InstantSource clock,
            RandomGenerator random,
            Arrivals arrivals) {
        this.name = target.name();
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.lane = new SharedLane(target.maxEvents(), config);
        this.breaker = new Breaker(clock);
        var backoff = new Backoff(random, Duration.ofMillis(100), Duration.ofSeconds(5));
        this.courier = new Courier(target, breaker, backoff, rest);
        this.arrivals = arrivals;
    }

    void start() {
        for (var i = 0; i < config.requests(); i++) {
            start("send-" + i, this::send);
        }
        for (var i = 0; i < READERS; i++) {
            start("read-" + i, this::read);
        }
        start("notices", this::sendNotices);
    }

    /// Enters a numbering of the database and learns what is behind in it. Called when a session begins.
    void begin(String epoch) throws SQLException {
        ledger.register(name, epoch);
        lane.enter(epoch);
        audit();
    }

    /// Looks in the tables for rooms that are behind.
    void audit() throws SQLException {
        lane.behind(ledger.behind(name));
    }

    void offer(NumberedEvent event, Receipt receipt) {
        lane.offer(event, receipt);
    }

    void behind(Change.Behind room) {
        lane.behind(List.of(room));
    }

    void spill() {
        lane.spill(false);
    }

    void notice(OutgoingEvent event) {
        notices.put(event);
    }

    /// Gives a target that has been failing for long no more room in memory, and gives it back later.
    void watch() {
        var since = breaker.failingSince();
        if (since.isPresent()
                && since.get().plus(config.catchUpAfter()).isBefore(clock.instant())) {
            lane.spill(true);
        } else {
            lane.keep();
        }
    }

    /// Writes down how far the target has come; what cannot be written now is written the next time.
    void save() {
        var positions = lane.startSaving();
        var written = positions.published().isEmpty();
        try {
            if (!written) {
                ledger.save(name, positions.epoch(), positions.published());
                written = true;
            }
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("target", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot write positions down, trying again");
        } finally {
            lane.saved(positions, written);
        }
    }

    TargetStatus status() {
        return lane.status(name, breaker.failingSince());
    }

    /// Waits until nothing is due, unless the target fails, then ends the threads.
    void close(Duration patience) throws InterruptedException {
        try {
            lane.awaitQuiet(patience, () -> breaker.failingSince().isEmpty());
        } finally {
            threads.forEach(Thread::interrupt);
        }
        for (var thread : threads) {
            if (!thread.join(END_OF_THREAD)) {
                log.atWarn()
                        .addKeyValue("target", name)
                        .addKeyValue("thread", thread.getName())
                        .log("target does not let a thread go, leaving it behind");
            }
        }
    }

    private void send() throws InterruptedException {
        var batch = lane.takeBatch();
        var delivered = false;
        var sent = clock.instant();
        try {
            courier.deliver(batch.events().stream().map(NumberedEvent::parcel).toList());
            delivered = true;
        } finally {
            if (delivered) {
                lane.delivered(batch);
                arrived(batch, sent);
            } else {
                lane.returned(batch);
            }
        }
    }

    private void arrived(Lane.Batch batch, Instant sent) {
        var journeys = batch.events().stream().map(NumberedEvent::journey).toList();
        arrivals.arrived(new Arrival(name, sent, clock.instant(), journeys));
    }

    private void read() throws InterruptedException {
        var loads = lane.takeLoads(ROOMS_AT_ONCE);
        try {
            read(loads);
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("target", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot read a room, trying again");
            rest.rest(AFTER_FAILURE);
        }
    }

    /// Reads rooms and gives them back whatever happens: no one else reads them meanwhile.
    private void read(List<Lane.Load> loads) throws SQLException, InterruptedException {
        var waiting = new ArrayDeque<>(loads);
        var useful = true;
        try {
            var places = loads.stream().map(load -> new Place(load.room(), load.after())).toList();
            for (var page : ledger.pages(name, loads.getFirst().epoch(), places)) {
                useful &= lane.loaded(waiting.removeFirst(), page);
            }
        } finally {
            waiting.forEach(lane::notLoaded);
        }
        if (!useful) {
            rest.rest(READ_AGAIN);
        }
    }

    private void sendNotices() throws InterruptedException {
        var parcels =
                notices.take().stream().map(event -> new Parcel(event, Optional.empty())).toList();
        courier.deliver(parcels);
    }

    private void start(String role, Work work) {
        threads.add(
                Thread.ofVirtual()
                        .name("parley-" + name + "-" + role)
                        .start(() -> repeat(role, work)));
    }

    private void repeat(String role, Work work) {
        try {
            while (true) {
                try {
                    work.once();
                } catch (
                        RuntimeException
                                e) { // top of the thread: a defect must not end it for good
                    log.atError()
                            .setCause(e)
                            .addKeyValue("target", name)
                            .addKeyValue("role", role)
                            .log("defect while serving a target, going on");
                    rest.rest(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    /// One round of a thread.
    @FunctionalInterface
    private interface Work {
        void once() throws InterruptedException;
    }
}
