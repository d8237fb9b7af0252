package dev.parley.worker.pump;

import dev.parley.worker.arrival.Arrival;
import dev.parley.worker.arrival.Arrivals;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.Receipt;
import dev.parley.worker.delivery.Courier;
import dev.parley.worker.delivery.DeliveryMeters;
import dev.parley.worker.delivery.OutgoingEvent;
import dev.parley.worker.delivery.ParkedEvent;
import dev.parley.worker.delivery.Refusal;
import dev.parley.worker.delivery.Standing;
import dev.parley.worker.delivery.Target;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Rest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One target with the threads that serve it: those that send, two that read from the tables, and one
/// for notices. All are virtual and named after the target. Any thread may call the methods.
///
/// How far the target has come is written down only after what it refused on the way is.
final class Outlet {
    private static final Logger log = LoggerFactory.getLogger(Outlet.class);
    private static final int READERS = 2;
    private static final int ROOMS_AT_ONCE = 50;
    private static final int NOTICES_AT_ONCE = 10;
    private static final Duration READ_AGAIN = Duration.ofMillis(20);
    private static final Duration END_OF_THREAD = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Ledger ledger;
    private final PumpConfig config;
    private final InstantSource clock;
    private final SharedLane lane;
    private final Parking parking = new Parking();
    private final Announcer announcer;
    private final RoomChannels channels;
    private final Standing standing;
    private final Rest rest = Rest.realTime();
    private final Courier courier;
    private final Arrivals arrivals;

    /// The numbering the target is in; empty before the first session.
    private volatile String epoch = "";

    /// Filled by [#start] before any other thread knows this object.
    private final List<Thread> threads = new ArrayList<>();

    Outlet(
            Target target,
            Ledger ledger,
            PumpConfig config,
            InstantSource clock,
            RandomGenerator random,
            Observers observers) {
        this.name = target.name();
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.lane = new SharedLane(target.maxEvents(), config, clock);
        this.announcer = new Announcer("parley-" + name + "-notices", clock, this::announce);
        this.channels = new RoomChannels(ledger, clock);
        this.standing = new Standing(name, clock);
        var backoff = new Backoff(random, Duration.ofMillis(100), Duration.ofSeconds(5));
        this.courier =
                new Courier(
                        target,
                        standing,
                        backoff,
                        rest,
                        new DeliveryMeters(observers.meters(), name));
        this.arrivals = observers.arrivals();
    }

    void start() {
        for (var i = 0; i < config.requests(); i++) {
            start("send-" + i, this::send);
        }
        for (var i = 0; i < READERS; i++) {
            start("read-" + i, this::read);
        }
        announcer.start();
    }

    /// Enters a numbering of the database and learns what is behind in it. Called when a session begins.
    void begin(String epoch) throws SQLException {
        ledger.register(name, epoch);
        lane.enter(epoch);
        if (!epoch.equals(this.epoch)) {
            announcer.enter();
            this.epoch = epoch;
        }
        audit();
    }

    /// Looks in the tables for rooms that are behind, and for what has been parked.
    void audit() throws SQLException {
        lane.behind(ledger.behind(name));
        parking.count(ledger.parked(name));
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

    void moved(Change.CursorMoved move) {
        announcer.moved(move);
    }

    /// Gives a target that has been failing for long no more room in memory, and gives it back later.
    void watch() {
        var since = standing.health().failingSince();
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
        var parked = parking.startSaving(); // after the positions, so that it covers them
        var parkedWritten = parked.isEmpty();
        var written = positions.published().isEmpty();
        try {
            if (!parkedWritten) {
                ledger.park(name, parked);
                parkedWritten = true;
            }
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
            parking.saved(parked, parkedWritten);
            lane.saved(positions, written);
        }
    }

    TargetStatus status() {
        return lane.status(name, standing.health(), parking.size());
    }

    /// Waits until nothing is due, unless the target fails, then ends the threads.
    void close(Duration patience) throws InterruptedException {
        try {
            lane.awaitQuiet(patience, () -> standing.health().failingSince().isEmpty());
        } finally {
            announcer.close();
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
        var sent = clock.instant();
        var refusal = offer(batch, sent);
        if (refusal.isEmpty()) {
            return;
        }
        // rooms that had nothing to do with the refusal do not wait for the one that had
        var refused = new LinkedHashMap<Lane.Batch, Refusal>();
        var left = new ArrayDeque<>(batch.byRoom());
        try {
            if (left.size() == 1) {
                refused.put(left.removeFirst(), refusal.get());
            }
            while (!left.isEmpty()) {
                var room = left.removeFirst();
                offer(room, sent).ifPresent(no -> refused.put(room, no));
            }
            while (!refused.isEmpty()) {
                var room = refused.pollFirstEntry();
                deliverOneByOne(room.getKey(), room.getValue(), sent);
            }
        } finally {
            left.forEach(lane::returned);
            refused.keySet().forEach(lane::returned);
        }
    }

    /// Sends events until the target has taken them or refuses one; then they are still the caller's,
    /// otherwise they are given back to the lane in any case.
    private Optional<Refusal> offer(Lane.Batch batch, Instant sent) throws InterruptedException {
        Optional<Refusal> refusal = Optional.empty();
        var answered = false;
        try {
            refusal = courier.offer(batch.parcels());
            answered = true;
        } finally {
            if (!answered) {
                lane.returned(batch);
            }
        }
        if (refusal.isEmpty()) {
            delivered(batch, sent);
        }
        return refusal;
    }

    private void deliverOneByOne(Lane.Batch room, Refusal refusal, Instant sent)
            throws InterruptedException {
        var delivered = false;
        try {
            var parked = courier.deliverOneByOne(room.parcels(), refusal);
            parking.add(parked.stream().map(p -> row(room, p)).toList());
            delivered = true;
        } finally {
            if (!delivered) {
                lane.returned(room);
            }
        }
        delivered(room, sent);
    }

    private void delivered(Lane.Batch batch, Instant sent) {
        lane.delivered(batch);
        arrived(batch, sent);
        if (batch.epoch().equals(epoch)) {
            announcer.published(batch.events());
        }
    }

    private static ParkedRow row(Lane.Batch batch, ParkedEvent parked) {
        var event = batch.events().get(parked.place());
        return new ParkedRow(
                batch.epoch(),
                event.room(),
                event.rev(),
                event.parcel().event().name(),
                parked.refusal().reason(),
                parked.referred());
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

    /// Sends notices once, in requests of ten: the next ones say it better.
    private void announce(List<Notice> due) throws InterruptedException {
        var events = new ArrayList<OutgoingEvent>();
        for (var notice : due) {
            channel(notice).ifPresent(channel -> events.add(notice.event(channel, epoch)));
        }
        for (var from = 0; from < events.size(); from += NOTICES_AT_ONCE) {
            var to = Math.min(from + NOTICES_AT_ONCE, events.size());
            var _ = courier.attemptOnce(events.subList(from, to));
        }
    }

    private Optional<String> channel(Notice notice) {
        return switch (notice) {
            case Notice.Head(_, _, var channel) -> Optional.of(channel);
            case Notice.Cursors(var room, _) -> channels.ofParticipants(room);
        };
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
