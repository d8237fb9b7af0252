// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.OutgoingEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A dispatcher with a position store in memory.
final class DispatcherTest {
    private static final String ROOM = new UUID(0, 1).toString();

    @Test
    void a_defect_while_reading_a_room_does_not_end_its_delivery() throws SQLException {
        var target = new RecordingTarget("target");
        try (var dispatcher =
                Dispatcher.start(
                        List.of(target),
                        new StumblingPositionStore(true, false),
                        DispatchConfig.defaults(),
                        InstantSource.system(),
                        new Random(1),
                        Events.listeners())) {
            dispatcher.begin();
            target.await(ROOM, 1);
        }

        assertThat(target.revs(ROOM)).containsExactly(1L);
    }

    @Test
    void a_defect_while_writing_positions_does_not_end_their_writing() throws SQLException {
        var ledger = new StumblingPositionStore(false, true);
        try (var dispatcher =
                Dispatcher.start(
                        List.of(new RecordingTarget("target")),
                        ledger,
                        DispatchConfig.defaults(),
                        InstantSource.system(),
                        new Random(1),
                        Events.listeners())) {
            dispatcher.begin();

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(ledger.saved).containsEntry(ROOM, 1L));
        }
    }

    @Test
    void what_a_source_brings_late_is_read_from_the_tables() throws SQLException {
        var target = new RecordingTarget("target");
        var store = new MemoryPositionStore();
        var written = InstantSource.system().instant().minusSeconds(60);
        try (var dispatcher =
                Dispatcher.start(
                        List.of(target),
                        store,
                        DispatchConfig.defaults(),
                        InstantSource.system(),
                        new Random(1),
                        Events.listeners())) {
            dispatcher.begin();
            store.reaches(ROOM, 1);
            dispatcher.accept(
                    new Change.Appended(
                            ROOM,
                            1,
                            "new-message",
                            "room-" + ROOM,
                            "{\"content\":\"late\"}",
                            written),
                    new Acknowledgement());
            target.await(ROOM, 1);
        }

        assertThat(target.taken()).extracting(OutgoingEvent::data).containsExactly("{}");
    }

    /// A log of one event in one room; what it is told to stumble at throws once.
    private static final class StumblingPositionStore implements PositionStore {
        private final AtomicBoolean stumblesReading;
        private final AtomicBoolean stumblesSaving;
        private final Map<String, Long> saved = new ConcurrentHashMap<>();

        StumblingPositionStore(boolean reading, boolean saving) {
            stumblesReading = new AtomicBoolean(reading);
            stumblesSaving = new AtomicBoolean(saving);
        }

        @Override
        public String epoch() {
            return "1-1";
        }

        @Override
        public void register(String target, String epoch) {}

        @Override
        public List<Change.Behind> behind(String target) {
            return List.of(new Change.Behind(ROOM, 1));
        }

        @Override
        public List<LogPage> pages(String target, String epoch, List<ReadPosition> positions) {
            if (stumblesReading.compareAndSet(true, false)) {
                throw new IllegalStateException("a defect");
            }
            return List.of(new LogPage(0, Events.events(ROOM, 1, 1), 1, 1, false));
        }

        @Override
        public void save(String target, String epoch, Map<String, Long> published) {
            if (stumblesSaving.compareAndSet(true, false)) {
                throw new IllegalStateException("a defect");
            }
            saved.putAll(published);
        }

        @Override
        public void saveDeadLetters(String target, List<DeadLetter> rows) {}

        @Override
        public long deadLetterCount(String target) {
            return 0;
        }

        @Override
        public Optional<String> channel(String room) {
            return Optional.of("room-" + room);
        }
    }
}
