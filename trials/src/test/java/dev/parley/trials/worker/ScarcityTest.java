// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.node.Node;
import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.pusher.Answer;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.pusher.Script;
import dev.parley.trials.scene.FakeRecorder;
import dev.parley.trials.scene.ScenarioHarness;
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
    private final FakeRecorder recorder = new FakeRecorder(new FakePusher());

    @AfterEach
    void stop_the_database() {
        cluster.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_heap_of_64_mb_survives_huge_rows_behind_a_target_that_is_down()
            throws InterruptedException {
        try (var harness = ScenarioHarness.of("small-heap", cluster.url(), recorder, ROOMS, 1)) {
            var node = harness.node("a", recorder.port(), plan -> plan.withJava("-Xmx64m"));
            node.awaitReady();
            var fleet =
                    harness.write(
                            FleetPlan.of(8, 400, harness.timeline().seed()).withMetadata(HUGE));

            harness.timeline()
                    .at(
                            Duration.ofSeconds(2),
                            "the target refuses everything for 40 s",
                            () -> {
                                recorder.pusher().follow(Script.always(new Answer.Refuse(503)));
                                return "503";
                            })
                    .at(
                            Duration.ofSeconds(42),
                            "the target is back",
                            () -> {
                                harness.recover("the recovery", BACK, recorder.pusher()::recover);
                                return "%d refusals"
                                        .formatted(recorder.pusher().answers(Answer.Refuse.class));
                            })
                    .run();
            fleet.awaitMore(400);

            harness.timeline().note("RSS %d MB".formatted(node.residentBytes() / MEBIBYTE));
            harness.verdict(8_000).requireClean();
            assertThat(node.logged()).doesNotContain("OutOfMemoryError", "Java heap space");
            assertThat(node.residentBytes()).isLessThan(256 * MEBIBYTE);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_worker_starved_of_processor_time_falls_behind_and_catches_up()
            throws InterruptedException {
        try (var harness = ScenarioHarness.of("starved", cluster.url(), recorder, ROOMS, 1);
                var cpuLoad = new CpuLoad(2 * Runtime.getRuntime().availableProcessors())) {
            var node = starving(harness);
            var fleet = harness.write(4, 300);
            fleet.awaitMore(300);

            harness.timeline()
                    .at(
                            Duration.ZERO,
                            "busy loops beside a worker of lowest priority",
                            cpuLoad::start)
                    .at(Duration.ofSeconds(20), "the loops end", cpuLoad::stop)
                    .run();

            harness.verdict(2_000).requireClean();
            assertThat(node.isAlive()).isTrue();
        }
    }

    /// It may not even use more than one processor.
    private Node starving(ScenarioHarness harness) {
        return harness.node(
                        "a",
                        recorder.port(),
                        plan -> plan.runBy("nice", "-n", "19", "taskset", "-c", "0"))
                .awaitReady();
    }
}
