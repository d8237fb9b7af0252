// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Answer;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.pusher.Script;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.writer.FleetPlan;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A worker with too little of something. Expected: it is slow, and nothing is lost or reordered.
final class ScarcityTest {
    private static final Duration BACK = Duration.ofSeconds(5);
    private static final int ROOMS = 20;
    private static final long MEBIBYTE = 1 << 20;

    /// Rows nearly as large as events may be: larger ones go out as a reference.
    private static final int HUGE = 7_500;

    private final Cluster cluster = Cluster.running();
    private final FakePusher recorder = new FakePusher();

    @AfterEach
    void stop_the_database() {
        cluster.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_heap_of_64_mb_survives_huge_rows_behind_a_target_that_is_down()
            throws InterruptedException {
        try (var trial = Trial.of("small-heap", cluster.url(), recorder, ROOMS, 1)) {
            var node = trial.node("a", recorder.port(), plan -> plan.withJava("-Xmx64m"));
            node.awaitReady();
            var fleet =
                    trial.write(FleetPlan.of(8, 400, trial.timeline().seed()).withMetadata(HUGE));

            trial.timeline()
                    .at(
                            Duration.ofSeconds(2),
                            "the target refuses everything for 40 s",
                            () -> {
                                recorder.follow(Script.always(new Answer.Refuse(503)));
                                return "503";
                            })
                    .at(
                            Duration.ofSeconds(42),
                            "the target is back",
                            () -> {
                                trial.recover("the recovery", BACK, recorder::recover);
                                return "%d refusals"
                                        .formatted(recorder.answers(Answer.Refuse.class));
                            })
                    .run();
            fleet.awaitMore(400);

            trial.timeline().note("RSS %d MB".formatted(node.residentBytes() / MEBIBYTE));
            trial.judge(8_000).requireClean();
            assertThat(node.logged()).doesNotContain("OutOfMemoryError", "Java heap space");
            assertThat(node.residentBytes()).isLessThan(256 * MEBIBYTE);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_worker_starved_of_processor_time_falls_behind_and_catches_up()
            throws InterruptedException {
        try (var trial = Trial.of("starved", cluster.url(), recorder, ROOMS, 1);
                var cpuLoad = new CpuLoad(2 * Runtime.getRuntime().availableProcessors())) {
            var node = starving(trial);
            var fleet = trial.writeBy(4, 300);
            fleet.awaitMore(300);

            trial.timeline()
                    .at(
                            Duration.ZERO,
                            "busy loops beside a worker of lowest priority",
                            cpuLoad::start)
                    .at(Duration.ofSeconds(20), "the loops end", cpuLoad::stop)
                    .run();

            trial.judge(2_000).requireClean();
            assertThat(node.isAlive()).isTrue();
        }
    }

    /// It may not even use more than one processor.
    private Node starving(Trial trial) {
        return trial.node(
                        "a",
                        recorder.port(),
                        plan -> plan.runBy("nice", "-n", "19", "taskset", "-c", "0"))
                .awaitReady();
    }
}
