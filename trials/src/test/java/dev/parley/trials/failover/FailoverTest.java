// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Flaw;
import dev.parley.trials.pusher.Relay;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A primary that dies and its standby that takes over, on the first version whose slots fail over.
@Tag("long")
@Timeout(300)
final class FailoverTest {
    private static final Duration BACK = Duration.ofSeconds(10);

    /// Less than the worker's audit takes to read the tables past a slot that waits.
    private static final Duration BEHIND = Duration.ofSeconds(3);

    @Test
    void a_standby_that_is_behind_begins_an_epoch_and_takes_back_what_it_never_had()
            throws InterruptedException {
        try (var pair = Pair.start()) {
            pair.carrySlot(false);
            try (var harness = WorkerHarness.on("failover", pair.endpoint().url(), plan -> plan);
                    var trial = harness.begin("standby behind, the slot does not wait for it")) {
                var rooms = trial.write(20, 200);
                pair.awaitSlotOnStandby();
                trial.timeline()
                        .at(Duration.ZERO, "standby cut off", pair::cutOff)
                        .at(BEHIND, "failover", pair::failOver);
                trial.run();

                assertThat(trial.recovery("the failover", Instant.now())).isLessThan(BACK);
                trial.awaitWritten(300);
                var verdict = trial.judge(300);
                assertThat(verdict.flaws()).as("%s", verdict).containsOnly(Flaw.UNACCEPTED);
                assertThat(Gone.epochs(trial, rooms)).hasSize(2);
                var gone = Gone.count(harness, trial, rooms);
                trial.timeline().note(gone + " changes were published that are gone");
                assertThat(gone).as("the standby was not behind").isPositive();
            }
        }
    }

    @Test
    void a_slot_that_waits_for_the_standby_tells_nothing_that_a_failover_takes_back()
            throws InterruptedException {
        try (var pair = Pair.start()) {
            pair.carrySlot(true);
            try (var harness =
                            WorkerHarness.on(
                                    "failover-waiting", pair.endpoint().url(), plan -> plan);
                    var trial = harness.begin("standby behind, the slot waits for it")) {
                var rooms = trial.write(20, 200);
                pair.awaitSlotOnStandby();
                trial.timeline()
                        .at(Duration.ZERO, "standby cut off", pair::cutOff)
                        .at(BEHIND, "failover", pair::failOver);
                trial.run();

                assertThat(trial.recovery("the failover", Instant.now())).isLessThan(BACK);
                trial.awaitWritten(300);
                var verdict = trial.judge(300);
                assertThat(verdict.flaws()).as("%s", verdict).containsOnly(Flaw.UNACCEPTED);
                assertThat(Gone.epochs(trial, rooms)).hasSize(2);
                assertThat(Gone.count(harness, trial, rooms)).isZero();
            }
        }
    }

    @Test
    void clients_go_over_to_the_new_epoch_and_show_nothing_that_is_gone()
            throws InterruptedException {
        var relay = new Relay();
        try (var pair = Pair.start()) {
            pair.carrySlot(false);
            var database = pair.endpoint().url();
            try (var trial = Trial.of("failover-clients", database, relay, 20, 4)) {
                var _ = trial.node("a").awaitReady();
                trial.follow(relay.sockets(), 20, 2);
                var fleet = trial.writeBy(4, 200);
                pair.awaitSlotOnStandby();
                trial.timeline()
                        .at(Duration.ZERO, "standby cut off", pair::cutOff)
                        .at(BEHIND, "failover", pair::failOver);
                trial.timeline().run();
                fleet.awaitMore(300);

                var verdict = trial.judge(300);
                assertThat(verdict.flaws()).as("%s", verdict).containsOnly(Flaw.UNACCEPTED);
                assertThat(verdict.rendered()).isPositive();
            }
        }
    }

    @Test
    void a_standby_without_the_slot_gets_a_new_one_and_nothing_accepted_is_lost()
            throws InterruptedException {
        try (var pair = Pair.start()) {
            // COMMIT answers only when the standby has it, too
            pair.primary().settings(Map.of("synchronous_standby_names", "standby"));
            pair.primary().reload();
            try (var harness =
                            WorkerHarness.on(
                                    "failover-no-slot", pair.endpoint().url(), plan -> plan);
                    var trial = harness.begin("failover before the slot is ready")) {
                var rooms = trial.write(20, 200);
                trial.timeline().at(Duration.ofSeconds(3), "failover", pair::failOver);
                trial.run();

                assertThat(trial.recovery("the failover", Instant.now())).isLessThan(BACK);
                trial.awaitWritten(300);
                trial.judge(600).requireClean();
                assertThat(Gone.epochs(trial, rooms)).hasSize(2);
            }
        }
    }
}
