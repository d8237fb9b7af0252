// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Acknowledgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A queue in a world where anything may happen at any moment: requests fail or are taken without an
/// answer, reads fail or see yesterday, the stream starts again, the worker dies. A change may delete what
/// its room said before.
final class DeliveryQueueSimulationTest {
    private static final int RUNS = 300;
    private static final int STEPS = 600;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {1_000, 2_000})
    void every_room_is_published_in_order_without_gaps_whatever_happens(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed, true);

            world.live(STEPS);
            world.comeToRest();

            assertThat(world.taken).as("seed %d", seed).isEqualTo(world.heads);
            assertThat(world.written).as("seed %d", seed).isEqualTo(world.heads);
        }
    }

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(ints = {5_000})
    void a_change_the_target_has_not_taken_is_never_confirmed_from_memory(int firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var world = new World(seed, false);

            world.live(STEPS);
            world.comeToRest();

            assertThat(world.confirmed).as("seed %d", seed).isEqualTo(world.stream.size());
        }
    }

    /// The database, the target and the worker around one queue.
    private static final class World {
        private static final String TEXT = "text";
        private static final Acknowledgement UNKNOWN = new Acknowledgement();

        private final Random random;
        private final boolean spills;
        private final List<String> rooms =
                IntStream.range(0, 6).mapToObj(i -> new UUID(0, i).toString()).toList();

        /// What is committed: each room's last number, and the transactions in order.
        private final Map<String, Long> heads = new HashMap<>();

        private final List<List<NumberedEvent>> stream = new ArrayList<>();
        private final Map<String, NavigableSet<Long>> deletions = new HashMap<>();

        /// The last deletion in each room that the queue was told of.
        private final Map<String, Long> known = new HashMap<>();

        /// What the target has taken of each room, without repeats.
        private final Map<String, Long> taken = new HashMap<>();

        /// What is written down, and survives the worker.
        private final Map<String, Long> written = new HashMap<>();

        private DeliveryQueue queue;
        private int received;
        private int confirmed;
        private final Map<Integer, Acknowledgement> acknowledgements = new HashMap<>();
        private final List<DeliveryQueue.Batch> requests = new ArrayList<>();
        private final List<DeliveryQueue.Load> reads = new ArrayList<>();

        World(long seed, boolean spills) {
            this.random = new Random(seed);
            this.spills = spills;
            this.queue = newQueue();
        }

        void live(int steps) {
            for (var i = 0; i < steps; i++) {
                switch (Integer.valueOf(random.nextInt(spills ? 100 : 98))) {
                    case Integer n when n < 25 -> commit();
                    case Integer n when n < 50 -> receive();
                    case Integer n when n < 65 -> request();
                    case Integer n when n < 78 -> answer(random.nextInt(4));
                    case Integer n when n < 85 -> read();
                    case Integer n when n < 92 -> finishRead(random.nextInt(4));
                    case Integer n when n < 95 -> save(random.nextBoolean());
                    case Integer n when n < 97 -> reconnect();
                    case Integer n when n < 98 -> crash();
                    default -> queue.spill();
                }
                confirm();
            }
        }

        /// Lets everything that is under way end well.
        void comeToRest() {
            for (var i = 0; i < 10_000 && !(isQuiet() && received == stream.size()); i++) {
                receive();
                request();
                answer(0);
                read();
                finishRead(0);
            }
            save(true);
            confirm();
        }

        private boolean isQuiet() {
            return requests.isEmpty() && reads.isEmpty() && queue.openRooms() == 0;
        }

        private DeliveryQueue newQueue() {
            return new DeliveryQueue(10, spills ? 20 : 100_000, 1 << 30, 100);
        }

        private void commit() {
            var transaction = new ArrayList<NumberedEvent>();
            for (var i = 0; i <= random.nextInt(3); i++) {
                var room = rooms.get(random.nextInt(rooms.size()));
                var rev = heads.merge(room, 1L, Long::sum);
                if (random.nextInt(6) == 0) {
                    deletions.computeIfAbsent(room, _ -> new TreeSet<>()).add(rev);
                }
                transaction.add(event(room, rev, rev));
            }
            stream.add(transaction);
        }

        /// A row as it looks when its room's log reaches to `head`.
        private NumberedEvent event(String room, long rev, long head) {
            var deleted = deletions.getOrDefault(room, Collections.emptyNavigableSet());
            if (deleted.contains(rev)) {
                return Events.deletion(room, rev);
            }
            var later = deleted.higher(rev);
            var isGone = later != null && later <= head;
            return Events.event(room, rev, "new-message", isGone ? "" : TEXT);
        }

        private void receive() {
            if (received == stream.size()) {
                return;
            }
            var acknowledgement = new Acknowledgement();
            for (var event : stream.get(received)) {
                queue.enqueue(event, acknowledgement);
                if (event.isDeletion()) {
                    known.merge(event.room(), event.rev(), Math::max);
                }
            }
            acknowledgement.release();
            acknowledgements.put(received, acknowledgement);
            received++;
        }

        private void request() {
            queue.nextBatch().ifPresent(requests::add);
            var busy = new ArrayList<String>();
            requests.forEach(r ->
                    r.events().stream().map(NumberedEvent::room).distinct().forEach(busy::add));
            assertThat(new HashSet<>(busy)).as("rooms in requests").hasSameSizeAs(busy);
        }

        /// The target takes a request (0, 1), takes it without answering (2), or fails (3). One that is not
        /// wanted any more is not made.
        private void answer(int how) {
            if (requests.isEmpty()) {
                return;
            }
            var request = requests.remove(random.nextInt(requests.size()));
            if (!queue.holds(request)) {
                queue.returned(request);
                return;
            }
            if (how < 3) {
                request.events().forEach(this::take);
            }
            if (how < 2) {
                queue.delivered(request);
            } else {
                queue.returned(request);
            }
        }

        private void take(NumberedEvent event) {
            var last = taken.getOrDefault(event.room(), 0L);
            assertThat(event.rev()).as("number after %d", last).isLessThanOrEqualTo(last + 1);
            if (event.event().event().data().equals(TEXT)) {
                assertThat(event.rev())
                        .as("a text, which was not deleted as far as the queue knows")
                        .isGreaterThan(known.getOrDefault(event.room(), 0L));
            }
            taken.merge(event.room(), event.rev(), Math::max);
        }

        private void read() {
            queue.nextLoad().ifPresent(reads::add);
        }

        /// The tables answer (0, 1), answer without the newest row (2), or fail (3).
        private void finishRead(int how) {
            if (reads.isEmpty()) {
                return;
            }
            var read = reads.remove(random.nextInt(reads.size()));
            if (how == 3) {
                queue.notLoaded(read);
                return;
            }
            var room = read.room();
            var head = heads.getOrDefault(room, 0L) - (how == 2 ? 1 : 0);
            var from = read.after().orElse(written.getOrDefault(room, 0L));
            var last = Math.min(head, from + 5);
            var events =
                    LongStream.rangeClosed(from + 1, last)
                            .mapToObj(rev -> event(room, rev, head))
                            .toList();
            queue.loaded(read, new LogPage(from, events, head, Math.max(last, from), false));
        }

        private void save(boolean works) {
            var positions = queue.startSaving();
            if (works) {
                positions.published().forEach((room, rev) -> written.merge(room, rev, Math::max));
            }
            queue.saved(positions, works);
        }

        /// The stream ends and starts again at the last confirmed transaction.
        private void reconnect() {
            received = confirmed;
            acknowledgements.clear();
            sweep();
        }

        private void crash() {
            queue = newQueue();
            requests.clear();
            reads.clear();
            known.clear();
            reconnect();
        }

        private void sweep() {
            heads.forEach((room, head) -> {
                if (head > written.getOrDefault(room, 0L)) {
                    queue.behind(room, head);
                }
            });
        }

        private void confirm() {
            while (confirmed < received
                    && acknowledgements.getOrDefault(confirmed, UNKNOWN).settled()) {
                if (!spills) {
                    for (var event : stream.get(confirmed)) {
                        assertThat(taken.getOrDefault(event.room(), 0L))
                                .as("a confirmed event")
                                .isGreaterThanOrEqualTo(event.rev());
                    }
                }
                acknowledgements.remove(confirmed);
                confirmed++;
            }
        }
    }
}
