// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.retry.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Moving between the ways of capturing, without a database.
final class CaptureTest {
    private final CaptureMeters meters =
            new CaptureMeters(new WorkerMeters(new SimpleMeterRegistry()));
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void the_best_way_that_is_possible_runs() {
        var wal = ScriptedSource.hindered(CaptureState.REPLICATION_REFUSED);
        try (var capture = start(wal, ScriptedSource.possible(), ScriptedSource.possible())) {
            awaitRunning(capture, "slot");

            assertThat(capture.status().detail()).isEqualTo("scripted; no wal: as told");
            assertThat(meters.times(CaptureState.REPLICATION_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void a_better_way_is_gone_over_to_once_it_is_possible() {
        var wal = ScriptedSource.hindered(CaptureState.PUBLICATION_WRONG);
        var slot = ScriptedSource.hindered(CaptureState.PUBLICATION_WRONG);
        try (var capture = start(wal, slot, ScriptedSource.possible())) {
            awaitRunning(capture, "tables");
            slot.becomesPossible();
            awaitRunning(capture, "slot");
            wal.becomesPossible();
            awaitRunning(capture, "wal");

            assertThat(capture.status().detail()).isEqualTo("scripted");
            assertThat(begun.get()).isEqualTo(3);
        }
    }

    @Test
    void a_way_that_works_goes_on_while_better_ones_stay_impossible() {
        var wal = ScriptedSource.hindered(CaptureState.WAL_LEVEL_LOW);
        var slot = ScriptedSource.hindered(CaptureState.WAL_LEVEL_LOW);
        try (var capture = start(wal, slot, ScriptedSource.possible())) {
            Awaitility.await().until(() -> wal.preparations() > 5);

            assertThat(begun.get()).isEqualTo(1);
            assertThat(meters.times(CaptureState.WAL_LEVEL_LOW)).isEqualTo(1);
            assertThat(capture.status().mode()).isEqualTo("tables");
        }
    }

    @Test
    void a_session_that_fails_begins_again_by_the_best_way() {
        var wal = ScriptedSource.possible();
        try (var capture = start(wal, ScriptedSource.possible(), ScriptedSource.possible())) {
            awaitRunning(capture, "wal");
            wal.fails(CaptureState.STREAM_SILENT);
            Awaitility.await().until(() -> begun.get() == 2);
            awaitRunning(capture, "wal");

            assertThat(meters.times(CaptureState.STREAM_SILENT)).isEqualTo(1);
        }
    }

    @Test
    void a_slot_that_is_held_is_waited_for_without_falling() {
        var wal = ScriptedSource.hindered(CaptureState.SLOT_HELD);
        try (var capture = start(wal, ScriptedSource.possible(), ScriptedSource.possible())) {
            Awaitility.await().until(() -> wal.preparations() >= 3);
            assertThat(capture.status())
                    .isEqualTo(new CaptureReport("wal", CaptureState.SLOT_HELD, "as told"));
            assertThat(meters.times(CaptureState.SLOT_HELD)).isEqualTo(1);

            wal.becomesPossible();
            awaitRunning(capture, "wal");
        }
    }

    @Test
    void a_way_that_becomes_impossible_while_it_runs_is_left() {
        var wal = ScriptedSource.possible();
        var slot = ScriptedSource.hindered(CaptureState.PUBLICATION_WRONG);
        try (var capture = start(wal, slot, ScriptedSource.possible())) {
            awaitRunning(capture, "wal");
            wal.becomes(CaptureState.PUBLICATION_WRONG);
            wal.fails(CaptureState.PUBLICATION_WRONG);

            awaitRunning(capture, "tables");
        }
    }

    @Test
    void a_way_whose_sessions_end_right_after_their_beginning_is_left() {
        var wal = ScriptedSource.possible();
        var slot = ScriptedSource.possible();
        try (var _ = start(wal, slot, ScriptedSource.possible())) {
            for (var times = 1; times <= 3; times++) {
                assertThat(slot.preparations()).isZero();
                var next = times;
                Awaitility.await().until(() -> begun.get() == next);
                wal.fails(CaptureState.STREAM_ENDED);
            }

            Awaitility.await().until(() -> slot.preparations() > 0);
        }
    }

    @Test
    void a_better_way_that_does_not_last_is_tried_less_and_less() {
        var wal = ScriptedSource.failing(CaptureState.LOG_UNREADABLE);
        var slot = ScriptedSource.hindered(CaptureState.NO_FREE_SLOT);
        try (var capture = start(wal, slot, ScriptedSource.possible())) {
            // the first try, then one in 20, 40, 80 and 160 ms, each followed by a session in vain
            Awaitility.await().until(() -> wal.preparations() >= 9);
            assertThat(capture.relapses()).isEqualTo(4);
        }
    }

    private Capture start(ScriptedSource wal, ScriptedSource slot, ScriptedSource tables) {
        return Capture.start(
                List.of(
                        wal.as(CaptureStrategy.WAL),
                        slot.as(CaptureStrategy.SLOT),
                        tables.as(CaptureStrategy.TABLES)),
                new CountingSink(begun),
                new Backoff(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5)),
                Duration.ofMillis(20),
                meters);
    }

    private static void awaitRunning(Capture capture, String mode) {
        Awaitility.await()
                .until(() -> capture.status().running() && capture.status().mode().equals(mode));
    }

    /// Counts sessions and takes nothing.
    private record CountingSink(AtomicInteger begun) implements ChangeSink {
        @Override
        public String begin() {
            begun.incrementAndGet();
            return "1-1";
        }

        @Override
        public void accept(Change change, Acknowledgement acknowledgement) {}

        @Override
        public void spill() {}
    }
}
