// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.fault.Seed;
import dev.parley.trials.fault.Timeline;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.rig.Latencies;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.writer.FleetPlan;
import dev.parley.worker.dispatch.DispatchConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One of two servers is away: the other does not feel it, memory and log stay bounded, and all is
/// caught up with afterwards.
@Tag("long")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class DeadTargetTest {
    private static final Duration CALM = Duration.ofSeconds(20);

    /// When the worker has stopped to keep log for the dead server: it gives up after a minute.
    private static final Duration LEFT_TO_THE_TABLES = Duration.ofSeconds(65);

    private static final long MOST_LOG_HELD = 64L << 20;
    private static final int PER_SECOND = 200;

    @Test
    void one_of_two_targets_is_dead_for_10_minutes() throws InterruptedException {
        dead(Duration.ofMinutes(10));
    }

    @Test
    void one_of_two_targets_is_dead_for_90_seconds() throws InterruptedException {
        dead(Duration.ofSeconds(90));
    }

    private static void dead(Duration outage) throws InterruptedException {
        var seed = Seed.next();
        var timeline = Timeline.of("one of two targets dead for " + outage, seed);
        try (var two = new TwoTargets(50, FleetPlan.of(4, PER_SECOND, seed))) {
            var begun = CALM.plusSeconds(5); // after the first seconds, in which code is compiled
            timeline.at(
                    begun,
                    "one target dies",
                    () -> {
                        two.failing().refuse();
                        return "port closed";
                    });
            for (var at = LEFT_TO_THE_TABLES; at.compareTo(outage) < 0; at = at.plusSeconds(20)) {
                timeline.at(begun.plus(at), "look at what is held", () -> bounded(two));
            }
            timeline.at(
                    begun.plus(outage),
                    "it lives again",
                    () -> {
                        two.failing().recover();
                        return "port open";
                    });

            timeline.run();

            var healed = Instant.now();
            var died = healed.minus(outage);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> after(two.failing(), healed).isPositive());
            timeline.note("first publish after " + after(two.failing(), healed));
            assertThat(after(two.failing(), healed)).isLessThan(Duration.ofSeconds(5));
            var verdict =
                    two.judge((int) (PER_SECOND * outage.toSeconds() / 2), timeline.missing());
            timeline.note("caught up after " + Duration.between(healed, Instant.now()));
            timeline.note(verdict.toString());
            verdict.requireClean();
            var without = between(two.well(), died.minus(CALM), died);
            var with = between(two.well(), died, healed);
            timeline.note("the other target without: " + without);
            timeline.note("the other target with: " + with);
            assertThat(with.isWithinTwice(without)).as("%s, without %s", with, without).isTrue();
        } finally {
            System.out.println(timeline);
        }
    }

    /// Memory has its bound at all times, and the database keeps no log for a server that is dead.
    private static String bounded(TwoTargets two) {
        var bounds = DispatchConfig.defaults();
        var status = two.status();
        assertThat(status.waitingEvents()).isLessThanOrEqualTo(bounds.maxEvents());
        assertThat(status.waitingBytes()).isLessThanOrEqualTo(bounds.maxBytes());
        var log = two.heldLog();
        assertThat(log).as("bytes of log held").isLessThan(MOST_LOG_HELD);
        return "%d events in memory, %d bytes of log".formatted(status.waitingEvents(), log);
    }

    private static Duration after(FakePusher server, Instant moment) {
        return server.taken().stream()
                .filter(event -> event.at().isAfter(moment))
                .findFirst()
                .map(event -> Duration.between(moment, event.at()))
                .orElse(Duration.ZERO);
    }

    private static Latencies between(FakePusher server, Instant from, Instant until) {
        return PublishedEvents.latencies(
                server.taken(), event -> event.at().isAfter(from) && event.at().isBefore(until));
    }
}
