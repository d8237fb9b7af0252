// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.publish.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests filled with events of random rooms and sizes, and answered in any order.
final class BatchSimulationTest {
    private static final int RUNS = 200;
    private static final int EVENTS = 400;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {1_000, 2_000})
    void every_request_keeps_the_limits_and_everything_goes_out(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed);

            world.live();
            world.comeToRest();

            assertThat(world.published).as("seed %d", seed).isEqualTo(world.offered);
            assertThat(world.queue.bytes()).as("seed %d", seed).isZero();
            assertThat(world.queue.events()).as("seed %d", seed).isZero();
        }
    }

    private static final class World {
        private static final int MAX_BATCH_EVENTS = 10;
        private static final int MAX_BATCH_BYTES = 90_000;
        private static final int MAX_EVENT_BYTES = 20_000;

        private final long seed;
        private final Random random;
        private final DeliveryQueue queue =
                new DeliveryQueue(MAX_BATCH_EVENTS, 100_000, 1 << 30, 100);
        private final List<String> rooms;
        private final Map<String, Long> offered = new HashMap<>();
        private final Map<String, Long> published = new HashMap<>();
        private final List<DeliveryQueue.Batch> underWay = new ArrayList<>();

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.rooms =
                    IntStream.range(0, 1 + random.nextInt(30))
                            .mapToObj(i -> new UUID(0, i).toString())
                            .toList();
        }

        void live() {
            for (var i = 0; i < EVENTS; i++) {
                offer();
                locate();
                if (random.nextInt(3) == 0) {
                    request();
                }
                if (random.nextInt(4) == 0) {
                    answer();
                }
            }
        }

        void comeToRest() {
            while (queue.isSendDue() || !underWay.isEmpty()) {
                request();
                answer();
            }
        }

        private void offer() {
            var room = rooms.get(random.nextInt(rooms.size()));
            var rev = offered.merge(room, 1L, Long::sum);
            var outgoing =
                    new OutgoingEvent("room", "new-message", "{}", "1-1." + room + "." + rev);
            var event = new EventWithFallback(outgoing, Optional.empty());
            queue.enqueue(
                    new NumberedEvent(
                            room,
                            rev,
                            event,
                            1 + random.nextInt(MAX_EVENT_BYTES),
                            Instant.EPOCH,
                            Instant.EPOCH),
                    new Acknowledgement());
        }

        /// Every room starts with nothing published.
        private void locate() {
            queue.nextLoad()
                    .ifPresent(load -> queue.loaded(load, new LogPage(0, List.of(), 0, 0, false)));
        }

        private void request() {
            queue.nextBatch()
                    .ifPresent(batch -> {
                        var events = batch.events();
                        assertThat(events).as("seed %d", seed).hasSizeBetween(1, MAX_BATCH_EVENTS);
                        assertThat(events.stream().mapToInt(NumberedEvent::bytes).sum())
                                .as("seed %d: bytes of a request", seed)
                                .isLessThanOrEqualTo(MAX_BATCH_BYTES);
                        assertThat(roomsUnderWay())
                                .as("seed %d: rooms of other requests", seed)
                                .doesNotContainAnyElementsOf(rooms(batch));
                        underWay.add(batch);
                    });
        }

        private void answer() {
            if (underWay.isEmpty()) {
                return;
            }
            var batch = underWay.remove(random.nextInt(underWay.size()));
            if (random.nextInt(10) == 0) {
                queue.returned(batch);
                return;
            }
            for (var event : batch.events()) {
                assertThat(published.merge(event.room(), 1L, Long::sum))
                        .as("seed %d: next of %s", seed, event.room())
                        .isEqualTo(event.rev());
            }
            queue.delivered(batch);
        }

        private Set<String> roomsUnderWay() {
            var all = new HashSet<String>();
            underWay.forEach(batch -> all.addAll(rooms(batch)));
            return all;
        }

        private static Set<String> rooms(DeliveryQueue.Batch batch) {
            var all = new HashSet<String>();
            batch.events().forEach(event -> all.add(event.room()));
            return all;
        }
    }
}
