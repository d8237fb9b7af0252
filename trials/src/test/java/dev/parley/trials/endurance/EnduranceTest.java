// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.trials.fault.Fault;
import dev.parley.trials.fault.Timeline;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Relay;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.wiretap.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everything that can go wrong, again and again. Expected: 0 lost, 0 phantom, 0 reordered; 0 gaps,
/// repeats and inversions on every screen; and after each fault something is published in time.
final class EnduranceTest {
    private static final int KILLS = 20;
    private static final int DATABASE_RESTARTS = 3;
    private static final int TARGET_OUTAGES = 2;
    private static final int PARTITIONS = 2;

    private static final int ROOMS = 40;
    private static final int CLIENTS = 20;
    private static final int ROOMS_EACH = 4;
    private static final int READERS = 10;
    private static final int WRITERS = 16;
    private static final int PER_SECOND = 1_000;
    private static final int LEAST_PER_SECOND = 800;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private record Planned(String what, Fault fault) {}

    @Test
    @Tag("long")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void twenty_kills_three_crashes_two_outages_and_two_partitions_lose_nothing()
            throws InterruptedException {
        var relay = new Relay();
        try (var cluster = Cluster.running();
                var link = FaultProxy.to("127.0.0.1", cluster.url().port());
                var way = FaultProxy.to("127.0.0.1", relay.port());
                var trial =
                        Trial.linked(
                                "endurance",
                                cluster.url(),
                                through(link, cluster.url()),
                                relay,
                                ROOMS,
                                READERS)) {
            var node = trial.node("a", way.port(), UnaryOperator.identity()).awaitReady();
            trial.follow(relay.sockets(), CLIENTS, ROOMS_EACH);
            plan(trial.timeline(), new Faults(trial, node, cluster, link, way));
            var began = System.nanoTime();
            var fleet = trial.writeBy(WRITERS, PER_SECOND);
            trial.timeline().run();
            var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            trial.timeline()
                    .note(
                            "%d messages accepted in %d s, %d a second"
                                    .formatted(
                                            fleet.accepted(), seconds, fleet.accepted() / seconds));

            var verdict = trial.judge(seconds * LEAST_PER_SECOND);

            verdict.requireClean();
            trial.requireRecovered();
            assertThat(verdict.duplicates()).isPositive();
            assertThat(verdict.rendered()).isGreaterThan(verdict.accepted());
        }
    }

    /// The seed decides the order.
    private static void plan(Timeline timeline, Faults faults) {
        var planned = new ArrayList<Planned>();
        add(planned, KILLS, "kill -9 of the worker", faults.kill());
        add(planned, DATABASE_RESTARTS, "crash of the database", faults.immediateRestart());
        add(planned, TARGET_OUTAGES, "outage of the target", faults.targetOutage());
        add(planned, PARTITIONS, "partition from the database", faults.partition());
        Collections.shuffle(planned, new Random(timeline.seed()));
        planned.forEach(next -> timeline.then(PAUSE, next.what(), next.fault()));
    }

    private static void add(List<Planned> planned, int times, String what, Fault fault) {
        for (var i = 1; i <= times; i++) {
            planned.add(new Planned("%s, number %d".formatted(what, i), fault));
        }
    }

    private static DatabaseUrl through(FaultProxy link, DatabaseUrl database) {
        return new DatabaseUrl(
                "127.0.0.1",
                link.port(),
                database.database(),
                database.user(),
                database.password(),
                database.options());
    }
}
