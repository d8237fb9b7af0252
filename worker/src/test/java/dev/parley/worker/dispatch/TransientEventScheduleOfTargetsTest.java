// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.OutgoingEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Transient events beside the log, from a dispatcher to its targets.
final class TransientEventScheduleOfTargetsTest {
    private static final String ROOM = new UUID(0, 1).toString();
    private static final String ANN = new UUID(0, 2).toString();

    private final RecordingTarget well = new RecordingTarget("well");
    private final RecordingTarget ill = new RecordingTarget("ill");
    private final MemoryPositionStore positionStore = new MemoryPositionStore();

    @Test
    void the_head_follows_what_the_target_took_however_that_was_found() throws SQLException {
        try (var dispatcher = dispatcher()) {
            dispatcher.begin();
            positionStore.reaches(ROOM, 3);
            dispatcher.accept(
                    new Change.Behind(ROOM, 3), new dev.parley.worker.capture.Acknowledgement());

            var head = awaitNotice(well, "head");

            assertThat(head.channel()).isEqualTo("room-" + ROOM);
            assertThat(head.data()).contains("\"rev\":3");
        }
    }

    @Test
    void a_dead_target_gets_no_notices_not_even_later() throws SQLException {
        ill.goDown();
        try (var dispatcher = dispatcher()) {
            dispatcher.begin();
            positionStore.reaches(ROOM, 1);
            dispatcher.accept(
                    new Change.Behind(ROOM, 1), new dev.parley.worker.capture.Acknowledgement());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            dispatcher.status().get(1).health().breaker().name().equals("OPEN"));
            dispatcher.accept(
                    new Change.CursorMoved(ROOM, ANN, 1, 1),
                    new dev.parley.worker.capture.Acknowledgement());
            awaitNotice(well, "cursors");

            ill.recover();
            ill.await(ROOM, 1);
            awaitNotice(ill, "head");
        }

        assertThat(ill.taken()).extracting(OutgoingEvent::name).doesNotContain("cursors");
    }

    private Dispatcher dispatcher() {
        return Dispatcher.start(
                List.of(well, ill),
                positionStore,
                DispatchConfig.defaults(),
                InstantSource.system(),
                new Random(1),
                Events.listeners());
    }

    private static OutgoingEvent awaitNotice(RecordingTarget target, String name) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> target.taken().stream().filter(e -> e.name().equals(name)).toList(),
                        events -> !events.isEmpty())
                .getFirst();
    }
}
