// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.delivery.DeliveryListener;
import dev.parley.worker.delivery.DeliveryReport;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishMeters;
import dev.parley.worker.publish.RejectedEvent;
import dev.parley.worker.publish.RejectionReason;
import dev.parley.worker.publish.RetryingPublisher;
import dev.parley.worker.publish.Target;
import dev.parley.worker.publish.TargetHealth;
import dev.parley.worker.publish.WithdrawnException;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
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
/// for transient events. All are virtual and named after the target. Any thread may call the methods.
///
/// How far the target has come is written down only after what it refused on the way is.
final class TargetDispatcher {
    private static final Logger log = LoggerFactory.getLogger(TargetDispatcher.class);
    private static final int READERS = 2;
    private static final int ROOMS_AT_ONCE = 50;
    private static final int NOTICES_AT_ONCE = 10;
    private static final Duration READ_AGAIN = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final PositionStore positionStore;
    private final DispatchConfig config;
    private final InstantSource clock;
    private final SharedDeliveryQueue queue;
    private final DeadLetters deadLetters = new DeadLetters();
    private final TransientEventSender transientEventSender;
    private final RoomChannels channels;
    private final TargetHealth health;
    private final Sleeper sleeper = Sleeper.realTime();
    private final RetryingPublisher publisher;
    private final DeliveryListener listener;

    /// The epoch the target is in; empty before the first session.
    private volatile String epoch = "";

    /// Filled by [#start] before any other thread knows this object.
    private final List<BackgroundLoop> loops = new ArrayList<>();

    TargetDispatcher(
            Target target,
            PositionStore positionStore,
            DispatchConfig config,
            InstantSource clock,
            RandomGenerator random,
            DeliveryListeners listeners) {
        this.name = target.name();
        this.positionStore = positionStore;
        this.config = config;
        this.clock = clock;
        this.queue = new SharedDeliveryQueue(DeliveryQueue.of(target.maxEvents(), config), clock);
        this.transientEventSender =
                new TransientEventSender("parley-" + name + "-notices", clock, this::sendTransient);
        this.channels = new RoomChannels(positionStore, clock);
        this.health = new TargetHealth(name, clock);
        var backoff = new Backoff(random, Duration.ofMillis(100), Duration.ofSeconds(5));
        this.publisher =
                new RetryingPublisher(
                        target,
                        health,
                        backoff,
                        sleeper,
                        new PublishMeters(listeners.meters(), name));
        this.listener = listeners.listener();
    }

    void start() {
        for (var i = 0; i < config.requests(); i++) {
            start("send-" + i, this::send);
        }
        for (var i = 0; i < READERS; i++) {
            start("read-" + i, this::read);
        }
        transientEventSender.start();
    }

    /// Enters an epoch of the database and learns what is behind in it. Called when a session begins.
    void begin(String epoch) throws SQLException {
        positionStore.register(name, epoch);
        queue.change(held -> held.enter(epoch));
        if (!epoch.equals(this.epoch)) {
            transientEventSender.enter();
            this.epoch = epoch;
        }
        findRoomsBehind();
    }

    /// Finds in the tables the rooms that are behind, and counts dead letters.
    void findRoomsBehind() throws SQLException {
        var behind = positionStore.behind(name);
        queue.change(held -> held.behind(behind));
        deadLetters.count(positionStore.deadLetterCount(name));
    }

    void enqueue(NumberedEvent event, Acknowledgement acknowledgement) {
        queue.change(held -> held.enqueue(event, acknowledgement));
    }

    void behind(Change.Behind room) {
        queue.change(held -> held.behind(List.of(room)));
    }

    void spill() {
        queue.change(DeliveryQueue::spill);
    }

    void moved(Change.CursorMoved move) {
        transientEventSender.moved(move);
    }

    /// Gives a target that has been failing for long no more room in memory, and gives it back later.
    void spillWhileFailing() {
        var since = health.health().failingSince();
        if (since.isPresent()
                && since.get().plus(config.catchUpAfter()).isBefore(clock.instant())) {
            queue.change(DeliveryQueue::spillFromNowOn);
        } else {
            queue.change(DeliveryQueue::stopSpilling);
        }
    }

    /// Writes down how far the target has come; what cannot be written now is written the next time.
    void save() {
        var positions = queue.changed(DeliveryQueue::startSaving);
        var letters = deadLetters.startSaving(); // after the positions, so that it covers them
        var lettersWritten = letters.isEmpty();
        var written = positions.published().isEmpty();
        try {
            if (!lettersWritten) {
                positionStore.saveDeadLetters(name, letters);
                lettersWritten = true;
            }
            if (!written) {
                positionStore.save(name, positions.epoch(), positions.published());
                written = true;
            }
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("target", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot write positions down, trying again");
        } finally {
            deadLetters.saved(letters, lettersWritten);
            var areWritten = written;
            queue.change(held -> held.saved(positions, areWritten));
        }
    }

    TargetStatus status() {
        var report = health.health();
        var parked = deadLetters.size();
        return queue.ask(held -> TargetStatus.of(name, report, held, parked));
    }

    /// Drains the queue, unless the target fails, then ends the threads.
    void close(Duration drain) throws InterruptedException {
        try {
            queue.awaitDrained(drain, () -> health.health().failingSince().isEmpty());
        } finally {
            transientEventSender.close();
            for (var left : BackgroundLoop.end(loops)) {
                log.atWarn()
                        .addKeyValue("target", name)
                        .addKeyValue("thread", left.name())
                        .log("target does not let a thread go, leaving it behind");
            }
        }
    }

    private void send() throws InterruptedException {
        try {
            send(queue.takeBatch());
        } catch (WithdrawnException _) {
            log.atDebug()
                    .addKeyValue("target", name)
                    .log("events were deleted or left to the tables before the target took them");
        }
    }

    private boolean isWanted(DeliveryQueue.Batch batch) {
        return queue.ask(held -> held.holds(batch));
    }

    private void send(DeliveryQueue.Batch batch) throws InterruptedException {
        var sent = clock.instant();
        var reason = publish(batch, sent);
        if (reason.isEmpty()) {
            return;
        }
        // rooms that had nothing to do with the refusal do not wait for the one that had
        var refused = new LinkedHashMap<DeliveryQueue.Batch, RejectionReason>();
        var left = new ArrayDeque<>(batch.byRoom());
        try {
            if (left.size() == 1) {
                refused.put(left.removeFirst(), reason.get());
            }
            while (!left.isEmpty()) {
                var room = left.removeFirst();
                publish(room, sent).ifPresent(no -> refused.put(room, no));
            }
            while (!refused.isEmpty()) {
                var room = refused.pollFirstEntry();
                deliverOneByOne(room.getKey(), room.getValue(), sent);
            }
        } finally {
            queue.change(held -> {
                left.forEach(held::returned);
                refused.keySet().forEach(held::returned);
            });
        }
    }

    /// Sends events until the target has taken them or refuses one; then they are still the caller's,
    /// otherwise they are given back to the queue in any case.
    private Optional<RejectionReason> publish(DeliveryQueue.Batch batch, Instant sent)
            throws InterruptedException {
        Optional<RejectionReason> reason = Optional.empty();
        var answered = false;
        try {
            reason = publisher.publish(batch.eventWithFallbacks(), () -> isWanted(batch));
            answered = true;
        } finally {
            if (!answered) {
                queue.change(held -> held.returned(batch));
            }
        }
        if (reason.isEmpty()) {
            delivered(batch, sent);
        }
        return reason;
    }

    private void deliverOneByOne(DeliveryQueue.Batch room, RejectionReason reason, Instant sent)
            throws InterruptedException {
        var delivered = false;
        try {
            var rejected =
                    publisher.deliverOneByOne(
                            room.eventWithFallbacks(), reason, () -> isWanted(room));
            deadLetters.add(rejected.stream().map(p -> row(room, p)).toList());
            delivered = true;
        } finally {
            if (!delivered) {
                queue.change(held -> held.returned(room));
            }
        }
        delivered(room, sent);
    }

    private void delivered(DeliveryQueue.Batch batch, Instant sent) {
        queue.change(held -> held.delivered(batch));
        arrived(batch, sent);
        if (batch.epoch().equals(epoch)) {
            transientEventSender.published(batch.events());
        }
    }

    private static DeadLetter row(DeliveryQueue.Batch batch, RejectedEvent rejected) {
        var event = batch.events().get(rejected.place());
        return new DeadLetter(
                batch.epoch(),
                event.room(),
                event.rev(),
                event.event().event().name(),
                rejected.reason().reason(),
                rejected.referred());
    }

    private void arrived(DeliveryQueue.Batch batch, Instant sent) {
        var traces = batch.events().stream().map(NumberedEvent::trace).toList();
        listener.arrived(new DeliveryReport(name, sent, clock.instant(), traces));
    }

    private void read() throws InterruptedException {
        var loads = queue.takeLoads(ROOMS_AT_ONCE);
        try {
            read(loads);
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("target", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot read a room, trying again");
            sleeper.rest(AFTER_FAILURE);
        }
    }

    /// Reads rooms and gives them back whatever happens: no one else reads them meanwhile.
    private void read(List<DeliveryQueue.Load> loads) throws SQLException, InterruptedException {
        var waiting = new ArrayDeque<>(loads);
        var useful = true;
        try {
            var positions =
                    loads.stream()
                            .map(load -> new ReadPosition(load.room(), load.after()))
                            .toList();
            for (var page : positionStore.pages(name, loads.getFirst().epoch(), positions)) {
                var load = waiting.removeFirst();
                useful &= queue.changed(held -> held.loaded(load, page));
            }
        } finally {
            queue.change(held -> waiting.forEach(held::notLoaded));
        }
        if (!useful) {
            sleeper.rest(READ_AGAIN);
        }
    }

    /// Sends transient events once, in requests of ten: the next ones say it better.
    private void sendTransient(List<TransientEvent> due) throws InterruptedException {
        var events = new ArrayList<OutgoingEvent>();
        for (var transientEvent : due) {
            channel(transientEvent)
                    .ifPresent(channel -> events.add(transientEvent.event(channel, epoch)));
        }
        for (var from = 0; from < events.size(); from += NOTICES_AT_ONCE) {
            var to = Math.min(from + NOTICES_AT_ONCE, events.size());
            var _ = publisher.attemptOnce(events.subList(from, to));
        }
    }

    private Optional<String> channel(TransientEvent transientEvent) {
        return switch (transientEvent) {
            case TransientEvent.Head(_, _, var channel) -> Optional.of(channel);
            case TransientEvent.Cursors(var room, _) -> channels.ofParticipants(room);
        };
    }

    private void start(String role, BackgroundLoop.Round round) {
        var loop =
                new BackgroundLoop(
                        "parley-" + name + "-" + role, round, defect -> survive(role, defect));
        loops.add(loop);
        loop.start();
    }

    private void survive(String role, RuntimeException defect) throws InterruptedException {
        log.atError()
                .setCause(defect)
                .addKeyValue("target", name)
                .addKeyValue("role", role)
                .log("defect while serving a target, going on");
        sleeper.rest(AFTER_FAILURE);
    }
}
