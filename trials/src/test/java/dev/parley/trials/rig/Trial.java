// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import dev.parley.trials.checker.Checker;
import dev.parley.trials.checker.Demands;
import dev.parley.trials.checker.History;
import dev.parley.trials.checker.Pending;
import dev.parley.trials.checker.Table;
import dev.parley.trials.checker.Verdict;
import dev.parley.trials.checker.Written;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.fault.Seed;
import dev.parley.trials.fault.Timeline;
import dev.parley.trials.pusher.Received;
import dev.parley.trials.writer.FleetPlan;
import dev.parley.trials.writer.Rooms;
import dev.parley.trials.writer.WriterFleet;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One run on a [WorkerHarness]. It prints its seed, what happened when and the verdict when it is closed.
public final class Trial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final String INSERT =
            "insert into public.messages(room_id, user_id, content) select ?, ?, unnest(?::text[])";

    private final WorkerHarness harness;
    private final Timeline timeline;
    private final int before;
    private @Nullable Rooms rooms;
    private @Nullable WriterFleet fleet;
    private @Nullable Verdict verdict;

    Trial(String name, WorkerHarness harness) {
        this.harness = harness;
        this.timeline = Timeline.of(name, Seed.next());
        this.before = harness.pusher().count();
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
        var made = Rooms.make(harness.database(), roomCount, 0);
        rooms = made;
        fleet = WriterFleet.start(harness.database(), made, plan);
        return made;
    }

    /// Writes messages in one transaction, beside the fleet.
    public void say(UUID room, List<String> contents) {
        try (var connection =
                        DriverManager.getConnection(
                                harness.database().jdbcUrl(), harness.database().login());
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
        var pending = new Pending(Table.read(harness.database(), rooms().bases()));
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

    /// Returns what was taken since the trial began.
    public List<Received> taken() {
        return harness.pusher().takenAfter(before);
    }

    /// Returns how many events of logs were taken between two moments. Others, such as `head` after some
    /// quiet, are not counted.
    public long taken(Instant from, Instant until) {
        return taken().stream()
                .filter(event -> !event.eventId().isEmpty())
                .filter(event -> event.at().isAfter(from) && event.at().isBefore(until))
                .count();
    }

    /// Ends the writing, waits until everything has been taken, and judges.
    ///
    /// @param leastAccepted how many messages must have been accepted
    public Verdict judge(int leastAccepted) {
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
        var table = Table.read(harness.database(), judged.bases());
        settle(new Pending(table));
        var published = Map.of("pusher", PublishedEvents.entries(taken()));
        return Checker.judge(new History(written, table, published, List.of()), demands);
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
                        var news = harness.pusher().takenAfter(read.get());
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

    private Rooms rooms() {
        return Objects.requireNonNull(rooms, "nothing was written");
    }

    private WriterFleet fleet() {
        return Objects.requireNonNull(fleet, "nothing was written");
    }

    @Override
    public void close() {
        if (fleet != null) {
            fleet.close();
        }
        System.out.printf(
                "%s%n  %s%n  latency %s%n",
                timeline, verdict, PublishedEvents.latencies(taken(), _ -> true));
    }
}
