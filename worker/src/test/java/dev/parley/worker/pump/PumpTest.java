package dev.parley.worker.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.RecordingTarget;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A pump with a ledger in memory.
final class PumpTest {
    private static final UUID ROOM = new UUID(0, 1);

    @Test
    void a_defect_while_reading_a_room_does_not_end_its_delivery() throws SQLException {
        var target = new RecordingTarget("target");
        try (var pump =
                Pump.start(
                        List.of(target),
                        new StumblingLedger(),
                        PumpConfig.defaults(),
                        InstantSource.system(),
                        new Random(1))) {
            pump.begin();
            target.await(ROOM, 1);
        }

        assertThat(target.revs(ROOM)).containsExactly(1L);
    }

    /// A log of one event in one room; the first time it is read, something unforeseen happens.
    private static final class StumblingLedger implements Ledger {
        private final AtomicBoolean stumbled = new AtomicBoolean();

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
        public Page page(String target, UUID room, OptionalLong after, String epoch) {
            if (stumbled.compareAndSet(false, true)) {
                throw new IllegalStateException("a defect");
            }
            return new Page(0, Events.events(ROOM, 1, 1), 1, false);
        }

        @Override
        public void save(String target, String epoch, Map<UUID, Long> published) {}

        @Override
        public Optional<String> channel(UUID room) {
            return Optional.of("room-" + room);
        }
    }
}
