// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import dev.parley.database.DatabaseUrl;
import dev.parley.trials.checker.Checker;
import dev.parley.trials.checker.Demands;
import dev.parley.trials.checker.History;
import dev.parley.trials.checker.Pending;
import dev.parley.trials.checker.Screen;
import dev.parley.trials.checker.Table;
import dev.parley.trials.checker.Verdict;
import dev.parley.trials.checker.Written;
import dev.parley.trials.client.HeadlessClients;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.fault.Seed;
import dev.parley.trials.fault.Timeline;
import dev.parley.trials.node.Node;
import dev.parley.trials.node.NodePlan;
import dev.parley.trials.pusher.Received;
import dev.parley.trials.pusher.Recorder;
import dev.parley.trials.writer.FleetPlan;
import dev.parley.trials.writer.Rooms;
import dev.parley.trials.writer.WriterFleet;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run. Its parts are made in this order: workers, of which one must have become ready, so that the target
/// is registered; then clients, if there are any, and writers; faults; the verdict. It prints its seed, what
/// happened when and the verdict when it is closed.
public final class Trial implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Trial.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final String INSERT =
            "insert into public.messages(room_id, user_id, content) select ?, ?, unnest(?::text[])";

    private final String name;
    private final DatabaseUrl database;
    private final DatabaseUrl link;
    private final Recorder recorder;
    private final int before;
    private final Timeline timeline;
    private final Stopwatch stopwatch;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Rooms rooms;
    private @Nullable WriterFleet fleet;
    private @Nullable HeadlessClients clients;
    private @Nullable Verdict verdict;

    private Trial(String name, DatabaseUrl database, DatabaseUrl link, Recorder recorder) {
        this.name = name;
        this.database = database;
        this.link = link;
        this.recorder = recorder;
        this.before = recorder.count();
        this.timeline = Timeline.of(name, Seed.next());
        this.stopwatch = new Stopwatch(recorder, timeline);
    }

    /// Begins a run on parts that serve others as well.
    static Trial on(String name, DatabaseUrl database, Recorder recorder) {
        return new Trial(name, database, database, recorder);
    }

    /// Begins a run and makes its rooms.
    ///
    /// @param name logs are named after it
    /// @param database as the role `postgres`, reached directly
    /// @param recorder where workers publish to; closed with the trial
    /// @param readers members of each room beside the author
    public static Trial of(
            String name, DatabaseUrl database, Recorder recorder, int rooms, int readers) {
        return linked(name, database, database, recorder, rooms, readers);
    }

    /// Begins a run in which workers reach the database in another way, and makes its rooms.
    ///
    /// @param link the database as workers reach it
    public static Trial linked(
            String name,
            DatabaseUrl database,
            DatabaseUrl link,
            Recorder recorder,
            int rooms,
            int readers) {
        var made = Rooms.make(database, rooms, readers);
        var trial = new Trial(name, database, link, recorder);
        trial.open.push(recorder);
        trial.rooms = made;
        return trial;
    }

    /// Starts a worker.
    ///
    /// @param suffix tells it from other workers of the trial
    public Node node(String suffix) {
        return node(suffix, recorder.port(), UnaryOperator.identity());
    }

    /// Starts a worker of another plan than the usual one.
    ///
    /// @param pusherPort where it publishes to, such as a proxy before the recorder
    public Node node(String suffix, int pusherPort, UnaryOperator<NodePlan> plan) {
        var usual = NodePlan.between(link, recorder.appId(), recorder.app(), pusherPort);
        return keep(Node.start(name + "-" + suffix, plan.apply(usual)));
    }

    /// Lets clients follow the rooms; what they show becomes part of the verdict.
    ///
    /// @param sockets where the recorder's WebSockets are, or a proxy before them
    /// @param count how many clients
    /// @param roomsEach how many rooms each has open
    public void follow(URI sockets, int count, int roomsEach) {
        clients =
                keep(
                        HeadlessClients.connect(
                                sockets, recorder.app(), database, rooms(), count, roomsEach));
    }

    /// Returns the plan of what goes wrong.
    public Timeline timeline() {
        return timeline;
    }

    /// Returns what decides everything random.
    public long seed() {
        return timeline.seed();
    }

    /// Makes rooms and starts writing.
    public Rooms write(int roomCount, int perSecond) {
        return write(roomCount, FleetPlan.of(Math.min(4, perSecond), perSecond, seed()));
    }

    /// Makes rooms and starts writing by a plan.
    public Rooms write(int roomCount, FleetPlan plan) {
        var made = Rooms.make(database, roomCount, 0);
        rooms = made;
        write(plan);
        return made;
    }

    /// Starts writing to the rooms there are.
    public WriterFleet write(FleetPlan plan) {
        var started = keep(WriterFleet.start(database, rooms(), plan));
        fleet = started;
        return started;
    }

    /// Starts writing to the rooms there are, by so many connections.
    public WriterFleet writeBy(int writers, int perSecond) {
        return write(FleetPlan.of(writers, perSecond, seed()));
    }

    /// Writes messages in one transaction, beside the fleet.
    public void say(UUID room, List<String> contents) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.login());
                var insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, room);
            insert.setObject(2, rooms().author());
            insert.setArray(3, connection.createArrayOf("text", contents.toArray()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write to room " + room, e);
        }
    }

    /// Returns whether a fleet writes.
    public boolean isWriting() {
        return fleet != null;
    }

    /// Waits until so many more messages were accepted.
    public void awaitWritten(int messages) {
        fleet().awaitMore(messages);
    }

    /// Waits until everything that is in the rooms now has been taken.
    public void awaitTaken() {
        var pending = new Pending(Table.read(database, rooms().bases()));
        settle(pending);
        if (!pending.isDone()) {
            throw new AssertionError("not everything is published within " + PATIENCE);
        }
    }

    /// Brings about what was planned.
    public Trial run() throws InterruptedException {
        timeline.run();
        return this;
    }

    /// Returns a fault that only counts when something is done more often than before it began.
    ///
    /// @param what is done, for people
    /// @param count how often it has been done
    public static Fault proven(String what, LongSupplier count, Runnable end) {
        var start = count.getAsLong();
        return () -> {
            end.run();
            var times = count.getAsLong() - start;
            if (times < 1) {
                throw new IllegalStateException("never " + what);
            }
            return times + " × " + what;
        };
    }

    /// Waits for the first event taken after a moment; notes and returns how long that took.
    public Duration recovery(String from, Instant since) {
        Awaitility.await("something published after " + from)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> first(since).isPresent());
        var took = Duration.between(since, first(since).orElseThrow().at());
        timeline.note("first publish %d ms after %s".formatted(took.toMillis(), from));
        return took;
    }

    /// Ends a fault and measures how long it takes until the recorder takes something again.
    ///
    /// @param after what the end is, such as `the start`
    /// @param bound how long it may take; [#requireRecovered] compares
    /// @param end ends the fault; nothing is published before it
    public Duration recover(String after, Duration bound, Runnable end)
            throws InterruptedException {
        return stopwatch.recover(after, bound, end);
    }

    /// Ends a worker and measures how long it takes until another one captures changes and publishes.
    ///
    /// @param after what the end is, such as `the kill`
    /// @param bound how long it may take; [#requireRecovered] compares
    /// @param end ends the worker
    /// @param heir the other one
    /// @return what `end` says
    public String takeOver(String after, Duration bound, Fault end, Node heir) throws Exception {
        return stopwatch.takeOver(after, bound, end, heir);
    }

    /// Fails when a recovery took longer than it may.
    public void requireRecovered() {
        stopwatch.requireInTime();
    }

    /// Returns what was taken since the trial began.
    public List<Received> taken() {
        return recorder.takenAfter(before);
    }

    /// Returns how many events of logs were taken between two moments. Others, such as `head` after some
    /// quiet, are not counted.
    public long taken(Instant from, Instant until) {
        return taken().stream()
                .filter(event -> !event.eventId().isEmpty())
                .filter(event -> event.at().isAfter(from) && event.at().isBefore(until))
                .count();
    }

    /// Ends the writing, waits until everything has been taken and is on every screen, and judges.
    ///
    /// @param leastAccepted how many messages must have been accepted
    public Verdict judge(long leastAccepted) {
        var written = fleet().stop();
        var judged = judge(rooms(), written, new Demands(leastAccepted, timeline.missing()));
        verdict = judged;
        return judged;
    }

    /// Waits until everything in rooms that no fleet writes to has been taken, and judges that.
    public Verdict judge(Rooms others) {
        return judge(others, new Written(Set.of(), Set.of(), Set.of()), Demands.accepted(0));
    }

    private Verdict judge(Rooms judged, Written written, Demands demands) {
        var table = Table.read(database, judged.bases());
        settle(new Pending(table));
        var published = Map.of("pusher", PublishedEvents.entries(taken()));
        return Checker.judge(new History(written, table, published, screens(table)), demands);
    }

    private List<Screen> screens(Table table) {
        if (clients == null) {
            return List.of();
        }
        var took = clients.settle(table, PATIENCE);
        timeline.note("all clients at the end of the log after %d ms".formatted(took.toMillis()));
        clients.problems().forEach(timeline::note);
        return clients.screens();
    }

    /// Waits until all has been taken; the checker says what is missing if not.
    private void settle(Pending pending) {
        var began = Instant.now();
        var read = new AtomicInteger(before);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .until(() -> {
                        var news = recorder.takenAfter(read.get());
                        read.addAndGet(news.size());
                        pending.published(PublishedEvents.entries(news));
                        return pending.isDone();
                    });
        } catch (ConditionTimeoutException _) {
            // the checker names what is lost
        }
        timeline.note(
                "settled in %d ms".formatted(Duration.between(began, Instant.now()).toMillis()));
    }

    private Optional<Received> first(Instant since) {
        return taken().stream().filter(event -> event.at().isAfter(since)).findFirst();
    }

    /// Returns the rooms that are written to.
    public Rooms rooms() {
        return Objects.requireNonNull(rooms, "no rooms were made");
    }

    private WriterFleet fleet() {
        return Objects.requireNonNull(fleet, "nothing was written");
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) { // close loop: the others must be closed, too
                log.atWarn().setCause(e).log("cannot close a part of {}", name);
            }
        }
        Printout.print(
                name,
                "%s%n  %s%n  latency %s"
                        .formatted(
                                timeline, verdict, PublishedEvents.latencies(taken(), _ -> true)));
    }
}
