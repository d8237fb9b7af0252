// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.checker.Flaw;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.SwitchableEndpoint;
import dev.parley.trials.rig.WorkerHarness;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A database that goes back to a backup while the worker runs.
@Timeout(180)
final class RestoreTest {
    @Test
    @Tag("short")
    void a_restore_to_the_past_begins_an_epoch_in_which_nothing_is_invented()
            throws InterruptedException {
        try (var cluster = Cluster.running();
                var endpoint = SwitchableEndpoint.to(cluster.url());
                var harness = WorkerHarness.on("restore", endpoint.url(), plan -> plan);
                var trial = harness.begin("restore to the past")) {
            var rooms = trial.write(20, 200);
            trial.awaitWritten(100);
            cluster.stop();
            try (var backup = cluster.copy()) {
                cluster.start();
                trial.awaitWritten(300);
                trial.awaitTaken();
                trial.timeline()
                        .at(
                                Duration.ZERO,
                                "restore",
                                () -> {
                                    cluster.crash();
                                    backup.restore();
                                    endpoint.leadTo(backup.url());
                                    return "epoch " + backup.sql().value("select parley.epoch()");
                                });
                trial.run();

                trial.recovery("the restore", Instant.now());
                trial.awaitWritten(300);
                var verdict = trial.judge(600);
                assertThat(verdict.flaws()).as("%s", verdict).containsOnly(Flaw.UNACCEPTED);
                assertThat(Gone.epochs(trial, rooms)).hasSize(2);
                assertThat(Gone.count(harness, trial, rooms)).isGreaterThanOrEqualTo(200);
            }
        }
    }
}
