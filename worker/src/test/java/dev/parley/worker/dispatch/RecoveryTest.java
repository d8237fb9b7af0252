// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Capture;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.wal.WalSource;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.retry.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Capture and dispatcher on a real database, cut off and started again.
@ExtendWith(SharedDatabase.class)
final class RecoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String unique =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final RecordingTarget target = new RecordingTarget("target-" + unique);
    private final TestDatabase database;
    private final String ann;
    private final List<String> rooms;

    RecoveryTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.rooms = List.of(database.room("public", ann), database.room("private", ann));
    }

    @AfterEach
    void remove_the_slot() {
        database.dropSlot(unique);
    }

    @Test
    void a_worker_that_dies_again_and_again_loses_nothing() {
        registered();
        for (var life = 0; life < 4; life++) {
            var positionStore = new LossyPositionStore(positionStore());
            try (var _ = new Bridge(positionStore)) {
                say(15);
                target.await(rooms.getFirst(), database.head(rooms.getFirst()) - 5);
                positionStore.die();
            }
            say(5);
        }
        try (var _ = new Bridge(positionStore())) {
            arrived();
        }

        assertNothingIsMissing();
    }

    @Test
    void a_slot_that_was_dropped_is_made_again_and_the_gap_is_read_from_the_tables() {
        registered();
        try (var _ = new Bridge(positionStore())) {
            say(3);
            arrived();
        }
        database.dropSlot(unique);
        say(120);
        try (var _ = new Bridge(positionStore())) {
            arrived();
            say(2);
            arrived();
        }

        assertNothingIsMissing();
        assertThat(target.revs(rooms.getFirst())).doesNotHaveDuplicates();
    }

    @Test
    void a_connection_that_is_cut_is_made_again() {
        registered();
        try (var _ = new Bridge(positionStore())) {
            for (var cut = 0; cut < 3; cut++) {
                say(10);
                database.execute(
                        "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '%s' and active"
                                .formatted(unique));
                say(10);
            }
            arrived();
        }

        assertNothingIsMissing();
    }

    @Test
    void a_second_worker_waits_and_takes_over() {
        registered();
        try (var first = new Bridge(positionStore())) {
            say(5);
            arrived();
            try (var second = new Bridge(positionStore())) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> second.capture.status().detail().contains("standing by"));
                first.stop();
                say(5);
                arrived();
            }
        }

        assertNothingIsMissing();
    }

    @Test
    void a_refused_change_is_never_confirmed_and_an_accepted_one_is() {
        registered();
        try (var bridge = new Bridge(positionStore())) {
            bridge.awaitReady();
            target.goDown();
            var before = position();
            say(1);
            Awaitility.await().until(() -> target.calls() > 2);
            Awaitility.await()
                    .during(Duration.ofMillis(800))
                    .atMost(PATIENCE)
                    .until(() -> isTrue("confirmed_flush_lsn <= '%s'".formatted(before)));

            target.recover();
            arrived();
            var after = position();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> isTrue("confirmed_flush_lsn >= '%s'".formatted(after)));
        }
    }

    @Test
    void a_target_dead_for_long_does_not_hold_the_log_back_and_still_gets_everything() {
        registered();
        target.goDown();
        try (var _ = new Bridge(positionStore(), brief())) {
            say(20);
            var after = position();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> isTrue("confirmed_flush_lsn >= '%s'".formatted(after)));
            assertThat(target.taken()).isEmpty();
        }
        target.recover();
        try (var _ = new Bridge(positionStore())) {
            say(1);
            arrived();
        }

        assertNothingIsMissing();
    }

    @Test
    void a_target_that_was_down_gets_no_text_that_was_deleted_meanwhile() {
        registered();
        target.goDown();
        var room = rooms.getFirst();
        try (var bridge = new Bridge(positionStore())) {
            bridge.awaitReady();
            say(1);
            database.say(room, ann, "secret");
            Awaitility.await().atMost(PATIENCE).until(() -> target.calls() > 2);
            database.execute(
                    "update public.messages set deleted_at = now() where room_id = '%s' and content = 'secret'"
                            .formatted(room));
            database.say(room, ann, "after");
            bridge.awaitWaiting(5);

            target.recover();
            arrived();
        }

        assertNothingIsMissing();
        assertThat(target.log(room))
                .extracting(OutgoingEvent::data)
                .noneMatch(data -> data.contains("secret"))
                .anyMatch(data -> data.contains("message"))
                .anyMatch(data -> data.contains("after"));
    }

    @Test
    void traffic_elsewhere_in_the_database_does_not_pile_up_behind_the_slot() {
        registered();
        try (var bridge = new Bridge(positionStore())) {
            bridge.awaitReady();
            database.execute("create table if not exists public.elsewhere(n int)");
            database.execute("insert into public.elsewhere select generate_series(1, 1000)");
            var now = position();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> isTrue("confirmed_flush_lsn >= '%s'".formatted(now)));
        }
    }

    @Test
    void a_transaction_larger_than_memory_is_delivered_whole() {
        registered();
        try (var _ = new Bridge(positionStore(), small())) {
            say(1);
            database.execute(
                    """
                    insert into public.messages(room_id, user_id, content)
                    select '%s', '%s', 'message ' || n from generate_series(1, 500) n
                    """
                            .formatted(rooms.getFirst(), ann));
            arrived();
        }

        assertNothingIsMissing();
    }

    private void registered() {
        try (var bridge = new Bridge(positionStore())) {
            bridge.awaitReady();
        }
    }

    private void say(int times) {
        for (var i = 0; i < times; i++) {
            rooms.forEach(room -> database.say(room, ann, "message"));
        }
    }

    private void arrived() {
        rooms.forEach(room -> target.await(room, database.head(room)));
    }

    /// Every number of every room was taken, and each for the first time after the one before it.
    private void assertNothingIsMissing() {
        for (var room : rooms) {
            assertThat(target.revs(room).stream().distinct())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, database.head(room)).boxed().toList());
            assertThat(target.log(room).stream().map(OutgoingEvent::channel).distinct()).hasSize(1);
        }
    }

    private String position() {
        return database.value("select pg_current_wal_lsn()");
    }

    private boolean isTrue(String condition) {
        return database.value(
                        "select %s from pg_replication_slots where slot_name = '%s'"
                                .formatted(condition, unique))
                .equals("t");
    }

    private SqlPositionStore positionStore() {
        return new SqlPositionStore(database.pool(), 100);
    }

    private static DispatchConfig brief() {
        var usual = DispatchConfig.defaults();
        return new DispatchConfig(
                usual.requests(),
                usual.maxEvents(),
                usual.maxBytes(),
                usual.maxRooms(),
                usual.pageRows(),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                usual.searchInterval(),
                Duration.ZERO);
    }

    private static DispatchConfig small() {
        var usual = DispatchConfig.defaults();
        return new DispatchConfig(
                usual.requests(),
                20,
                usual.maxBytes(),
                usual.maxRooms(),
                10,
                usual.flush(),
                usual.catchUpAfter(),
                usual.searchInterval(),
                usual.drain());
    }

    /// A worker without its HTTP face.
    private final class Bridge implements AutoCloseable {
        private final Dispatcher dispatcher;
        private final Capture capture;

        Bridge(PositionStore positionStore) {
            this(positionStore, DispatchConfig.defaults());
        }

        Bridge(PositionStore positionStore, DispatchConfig config) {
            var random = new Random(1);
            dispatcher =
                    Dispatcher.start(
                            List.of(target),
                            positionStore,
                            config,
                            InstantSource.system(),
                            random,
                            Events.listeners());
            var meters = new CaptureMeters(Events.listeners().meters());
            var log =
                    CaptureConfig.defaults()
                            .named(unique, "parley")
                            .withRhythm(Duration.ofMillis(100), Duration.ofSeconds(30));
            capture =
                    Capture.start(
                            List.of(
                                    new WalSource(
                                            database.url(), log, meters, InstantSource.system())),
                            dispatcher,
                            new Backoff(random, Duration.ofMillis(50), Duration.ofMillis(500)),
                            log.rehearsal(),
                            meters);
        }

        void awaitReady() {
            Awaitility.await().atMost(PATIENCE).until(() -> capture.status().running());
        }

        void awaitWaiting(int events) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> dispatcher.status().getFirst().waitingEvents() >= events);
        }

        void stop() {
            capture.close();
            dispatcher.close();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
