// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.network;

import static dev.parley.trials.rig.Trial.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.fault.Fault;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.SharedHarness;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import dev.parley.trials.wiretap.Direction;
import dev.parley.trials.wiretap.Fault.Hole;
import dev.parley.trials.wiretap.Fault.Latency;
import dev.parley.trials.wiretap.Fault.Rate;
import dev.parley.trials.wiretap.Fault.Slices;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.ProxyEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A network that is slow, narrow or broken, and heals.
@ExtendWith(SharedHarness.class)
@Timeout(240)
final class DatabaseLinkTest {
    private static final Duration START = Duration.ofSeconds(1);
    private static final int RESETS = 4;

    private final WorkerHarness harness;
    private final FaultProxy link;

    DatabaseLinkTest(WorkerHarness harness) {
        this.harness = harness;
        this.link = harness.link();
    }

    @Test
    @Tag("short")
    void all_connections_are_reset_again_and_again_and_nothing_is_lost()
            throws InterruptedException {
        try (var trial = harness.begin("link reset")) {
            trial.write(20, 100);
            for (var i = 1; i <= RESETS; i++) {
                trial.timeline()
                        .at(
                                START.multipliedBy(i),
                                "reset",
                                proven("reset", () -> link.count(ProxyEvent.RESETS), link::reset));
            }
            trial.run();

            trial.recovery("the last reset", Instant.now());
            trial.awaitWritten(150);
            trial.judge(150).requireClean();
        }
    }

    @Test
    @Tag("long")
    void a_link_that_swallows_everything_for_15_s_recovers_within_15_s()
            throws InterruptedException {
        try (var trial = harness.begin("link dropped for 15 s")) {
            trial.write(20, 100);
            var begin = Instant.now().plus(START);
            var end =
                    suffer(
                            trial,
                            Duration.ofSeconds(15),
                            ProxyEvent.HELD,
                            () -> link.suffer(new Hole()));

            assertThat(trial.taken(begin.plus(Duration.ofSeconds(1)), end.minusMillis(100)))
                    .as("published although nothing came through")
                    .isZero();
            assertThat(trial.recovery("the link healed", end)).isLessThan(Duration.ofSeconds(15));
            trial.judge(1_000).requireClean();
        }
    }

    @Test
    @Tag("long")
    void the_servers_end_of_every_connection_is_closed_and_all_goes_on()
            throws InterruptedException {
        halfClosed(Direction.TO_SERVER);
    }

    @Test
    @Tag("long")
    void the_workers_end_of_every_connection_is_closed_and_all_goes_on()
            throws InterruptedException {
        halfClosed(Direction.TO_CLIENT);
    }

    @Test
    @Tag("long")
    void everything_comes_byte_by_byte_and_is_understood() throws InterruptedException {
        try (var trial = harness.begin("slices of 1 byte")) {
            trial.write(20, 50);
            suffer(
                    trial,
                    Duration.ofSeconds(10),
                    ProxyEvent.SLICED,
                    () -> link.suffer(new Slices(1)));

            trial.judge(200).requireClean();
        }
    }

    @Test
    @Tag("long")
    void a_third_of_a_second_of_latency_delays_and_cuts_nothing() throws InterruptedException {
        try (var trial = harness.begin("300 ms of latency each way")) {
            trial.write(20, 100);
            var connections = link.count(ProxyEvent.CONNECTIONS);
            var begin = Instant.now();
            var end =
                    suffer(
                            trial,
                            Duration.ofSeconds(25),
                            ProxyEvent.DELAYED,
                            () -> link.suffer(new Latency(Duration.ofMillis(300))));

            var verdict = trial.judge(1_000);
            verdict.requireClean();
            assertThat(verdict.duplicates()).isZero();
            assertThat(link.count(ProxyEvent.CONNECTIONS) - connections)
                    .as("connections made meanwhile, none of them a new stream")
                    .isLessThan(10);
            var late =
                    PublishedEvents.latencies(
                            trial.taken(),
                            event ->
                                    event.at().isAfter(begin.plusSeconds(3))
                                            && event.at().isBefore(end));
            assertThat(late.percentile(50))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(700));
        }
    }

    @Test
    @Tag("long")
    void a_line_of_64_kbit_carries_a_conversation_and_then_a_burst() throws InterruptedException {
        try (var trial = harness.begin("64 kbit/s")) {
            trial.write(5, 5);
            suffer(
                    trial,
                    Duration.ofSeconds(30),
                    ProxyEvent.THROTTLED,
                    () -> link.suffer(new Rate(8_000)));

            trial.judge(100).requireClean();
        }
    }

    private void halfClosed(Direction direction) throws InterruptedException {
        try (var trial = harness.begin("half closed, " + direction)) {
            trial.write(20, 100);
            trial.timeline()
                    .at(
                            START,
                            "half close",
                            proven(
                                    "half closed",
                                    () -> link.count(ProxyEvent.HALF_CLOSES),
                                    () -> link.halfClose(direction)));
            trial.run();

            assertThat(trial.recovery("the half close", Instant.now()))
                    .isLessThan(Duration.ofSeconds(15));
            trial.awaitWritten(500);
            trial.judge(500).requireClean();
        }
    }

    /// Lets the link suffer for a while; returns when it healed.
    private Instant suffer(Trial trial, Duration time, ProxyEvent proof, Runnable begin)
            throws InterruptedException {
        trial.timeline()
                .at(START, "link suffers", started(begin))
                .at(
                        START.plus(time),
                        "link heals",
                        proven(proof.toString(), () -> link.count(proof), link::heal));
        trial.run();
        return Instant.now();
    }

    private static Fault started(Runnable begin) {
        return () -> {
            begin.run();
            return "begun";
        };
    }
}
