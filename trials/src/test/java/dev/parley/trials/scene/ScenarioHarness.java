// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.scene;

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
import dev.parley.trials.writer.FleetPlan;
import dev.parley.trials.writer.Rooms;
import dev.parley.trials.writer.WriterFleet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one scenario. They are made in this order: nodes, of which one must have become ready, so
/// that the target is registered; then clients, if there is one, and writers; faults; the verdict.
public final class ScenarioHarness implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ScenarioHarness.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final String name;
    private final DatabaseUrl database;
    private final DatabaseUrl link;
    private final Recorder recorder;
    private final Rooms rooms;
    private final Timeline timeline;
    private final Stopwatch stopwatch;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable WriterFleet fleet;
    private @Nullable HeadlessClients clients;

    private ScenarioHarness(
            String name, DatabaseUrl database, DatabaseUrl link, Recorder recorder, Rooms rooms) {
        this.name = name;
        this.database = database;
        this.link = link;
        this.recorder = recorder;
        this.rooms = rooms;
        this.timeline = Timeline.of(name, Seed.next());
        this.stopwatch = new Stopwatch(recorder, timeline);
        open.push(recorder);
    }

    /// Makes the rooms of a scenario.
    ///
    /// @param name of the scenario, which logs are named after
    /// @param database as the role `postgres`, reached directly
    /// @param recorder where workers publish to; closed with the scene
    /// @param readers members of each room beside the author
    public static ScenarioHarness of(
            String name, DatabaseUrl database, Recorder recorder, int rooms, int readers) {
        return linked(name, database, database, recorder, rooms, readers);
    }

    /// Makes the rooms of a scenario in which workers reach the database by a way of their own.
    ///
    /// @param link the database as workers reach it
    public static ScenarioHarness linked(
            String name,
            DatabaseUrl database,
            DatabaseUrl link,
            Recorder recorder,
            int rooms,
            int readers) {
        return new ScenarioHarness(
                name, database, link, recorder, Rooms.make(database, rooms, readers));
    }

    public Timeline timeline() {
        return timeline;
    }

    public Rooms rooms() {
        return rooms;
    }

    /// Starts a worker.
    ///
    /// @param suffix tells it from other workers of the scenario
    public Node node(String suffix) {
        return node(suffix, recorder.port(), UnaryOperator.identity());
    }

    /// Starts a worker of another plan than the usual one.
    ///
    /// @param pusherPort where it publishes to, such as a proxy before the recorder
    public Node node(String suffix, int pusherPort, UnaryOperator<NodePlan> plan) {
        var usual = NodePlan.between(link, recorder.appId(), recorder.app(), pusherPort);
        var node = Node.start(name + "-" + suffix, plan.apply(usual));
        open.push(node);
        return node;
    }

    /// Starts the writers.
    ///
    /// @param writers connections
    /// @param perSecond messages a second of all together
    public WriterFleet write(int writers, int perSecond) {
        return write(FleetPlan.of(writers, perSecond, timeline.seed()));
    }

    /// Starts the writers.
    public WriterFleet write(FleetPlan plan) {
        var started = WriterFleet.start(database, rooms, plan);
        open.push(started);
        fleet = started;
        return started;
    }

    /// Lets clients follow the rooms; what they show becomes part of the verdict.
    public HeadlessClients follow(HeadlessClients followers) {
        open.push(followers);
        clients = followers;
        return followers;
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

    /// Stops the writers, waits until all has arrived, judges, and prints everything.
    ///
    /// @param leastAccepted how many messages must have been accepted
    public Verdict verdict(long leastAccepted) {
        var written =
                Optional.ofNullable(fleet)
                        .map(WriterFleet::stop)
                        .orElseGet(() -> new Written(Set.of(), Set.of(), Set.of()));
        var table = Table.read(database, rooms.bases());
        awaitPublished(new Pending(table));
        var screens = Optional.ofNullable(clients).map(c -> settled(c, table)).orElse(List.of());
        var history =
                new History(written, table, Map.of("target", recorder.takenAfter(0)), screens);
        var verdict = Checker.judge(history, new Demands(leastAccepted, timeline.missing()));
        Printout.print(name, timeline + "\n  " + verdict);
        return verdict;
    }

    /// Gives up after a time: the checker then says what is lost.
    private void awaitPublished(Pending pending) {
        var read = new AtomicInteger();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .until(() -> {
                        var news = recorder.takenAfter(read.get());
                        read.addAndGet(news.size());
                        pending.published(news);
                        return pending.isDone();
                    });
        } catch (ConditionTimeoutException _) {
            // the checker names what is missing
        }
    }

    private List<Screen> settled(HeadlessClients followers, Table table) {
        var took = followers.settle(table, PATIENCE);
        timeline.note("all clients at the end of the log after %d ms".formatted(took.toMillis()));
        followers.problems().forEach(timeline::note);
        return followers.screens();
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
    }
}
