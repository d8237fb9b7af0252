// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.Target;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What is wrong with one room or one target is no other's business. The one in trouble is held until
/// all others are done, so these tests measure who waits for whom, not how long.
final class IsolationTest {
    private static final String TROUBLE = new UUID(1, 0).toString();
    private static final List<String> OTHERS =
            IntStream.range(0, 30).mapToObj(i -> new UUID(2, i).toString()).toList();

    private final MemoryPositionStore positionStore = new MemoryPositionStore();
    private final RecordingTarget taken = new RecordingTarget("well");
    private final CountDownLatch othersDone = new CountDownLatch(1);

    @Test
    void a_poison_event_delays_only_its_own_room() throws SQLException {
        var seen = new AtomicInteger();
        var target =
                new Guarded(
                        "poisoned",
                        events -> {
                            if (events.stream().noneMatch(IsolationTest::isTrouble)) {
                                taken.deliver(events);
                                return;
                            }
                            if (events.size() == 1 && seen.getAndIncrement() > 0) {
                                othersDone.await(); // by now it is known whose event it is
                            }
                            throw new PublishException(new Failure.Refused(400), "no", null);
                        });

        try (var dispatcher = dispatcher(target)) {
            dispatcher.begin();
            arise(dispatcher, TROUBLE, 1);
            OTHERS.forEach(room -> arise(dispatcher, room, 5));

            OTHERS.forEach(room -> taken.await(room, 5));
            othersDone.countDown();
        }
    }

    @Test
    void a_target_that_never_answers_delays_no_other() throws SQLException {
        var dead = new Guarded("dead", _ -> othersDone.await());

        try (var dispatcher = dispatcher(dead, taken)) {
            dispatcher.begin();
            OTHERS.forEach(room -> arise(dispatcher, room, 20));

            OTHERS.forEach(room -> taken.await(room, 20));
            assertThat(dispatcher.status().getFirst().openRooms()).isPositive();
            othersDone.countDown();
        }
    }

    @Test
    void a_target_that_is_down_delays_no_other_and_gets_everything_once_it_is_back()
            throws SQLException {
        var down = new RecordingTarget("down");
        down.goDown();

        try (var dispatcher = dispatcher(down, taken)) {
            dispatcher.begin();
            OTHERS.forEach(room -> arise(dispatcher, room, 20));
            OTHERS.forEach(room -> taken.await(room, 20));
            assertThat(down.taken()).isEmpty();

            down.recover();
            OTHERS.forEach(room -> down.await(room, 20));
        }

        var all = LongStream.rangeClosed(1, 20).boxed().toList();
        assertThat(OTHERS).allSatisfy(room -> assertThat(down.revs(room)).isEqualTo(all));
    }

    @Test
    void a_hot_room_lets_others_have_their_turn() throws SQLException {
        var target =
                new Guarded(
                        "gated",
                        events -> {
                            othersDone.await();
                            taken.deliver(events);
                        });

        try (var dispatcher = dispatcher(target)) {
            dispatcher.begin();
            arise(dispatcher, TROUBLE, 5_000);
            OTHERS.forEach(room -> arise(dispatcher, room, 1));
            othersDone.countDown();
            taken.await(TROUBLE, 5_000);
            OTHERS.forEach(room -> taken.await(room, 1));
        }

        var last = taken.taken().getLast();
        assertThat(last.channel()).as("who came last").contains(TROUBLE.toString());
    }

    private static boolean isTrouble(OutgoingEvent event) {
        return event.channel().endsWith(TROUBLE.toString());
    }

    private void arise(Dispatcher dispatcher, String room, long head) {
        positionStore.reaches(room, head);
        dispatcher.accept(new Change.Behind(room, head), new Acknowledgement());
    }

    private Dispatcher dispatcher(Target... targets) {
        return Dispatcher.start(
                List.of(targets),
                positionStore,
                DispatchConfig.defaults(),
                InstantSource.system(),
                new Random(1),
                Events.listeners());
    }

    /// A target that does with each request as it is told; many at once.
    private record Guarded(String name, Delivery delivery) implements Target {
        @Override
        public void deliver(List<OutgoingEvent> events) throws InterruptedException {
            delivery.of(events);
        }
    }

    /// What becomes of a request.
    @FunctionalInterface
    private interface Delivery {
        void of(List<OutgoingEvent> events) throws InterruptedException;
    }
}
