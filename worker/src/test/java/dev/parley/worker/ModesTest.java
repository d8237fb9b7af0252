// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.webhook.WebhookConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The worker going from one way of capturing to another and back while messages are written.
@ExtendWith(SharedDatabase.class)
final class ModesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final String unique =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final RecordingTarget target = new RecordingTarget("target-" + unique);
    private final TestDatabase database;
    private final String ann;
    private final String room;

    ModesTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
    }

    @AfterEach
    void remove_the_slot() {
        database.execute("drop publication if exists " + unique);
        database.dropSlot(unique);
    }

    @Test
    void auto_follows_a_publication_that_comes_and_goes_and_comes_again() {
        try (var worker = started(CaptureMode.AUTO, database.url())) {
            sayBy(worker, "tables");
            publish();
            sayBy(worker, "wal");
            database.execute("drop publication " + unique);
            sayBy(worker, "tables");
            publish();
            sayBy(worker, "wal");
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 13));
    }

    @Test
    void auto_goes_up_when_the_role_may_replicate_at_last() {
        publish();
        try (var worker = started(CaptureMode.AUTO, database.withoutReplication())) {
            sayBy(worker, "tables");
            assertThat(worker.readiness().capture().detail()).contains("may not replicate");
            database.asSuperuser("alter role no_replication replication");
            sayBy(worker, "wal");
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 7));
    }

    @Test
    void polling_reads_the_slot_and_makes_a_new_one_when_it_was_dropped() {
        publish();
        try (var worker = started(CaptureMode.POLL, database.url())) {
            sayBy(worker, "slot");
            // it cannot be dropped in the moment it is read
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> database.dropSlot(unique));
            sayBy(worker, "slot");
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 7));
    }

    @Test
    void one_that_streams_takes_the_slot_from_one_that_asks_by_sql() {
        publish();
        try (var asking = started(CaptureMode.POLL, database.url())) {
            sayBy(asking, "slot");
            try (var streaming = started(CaptureMode.WAL, database.url())) {
                sayBy(streaming, "wal");
                awaitStandby(asking);
            }
            sayBy(asking, "slot");
        }

        assertThat(target.revs(room).stream().distinct()).containsExactlyElementsOf(revs(2, 10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_that_ask_by_sql_one_stands_by_and_takes_over(boolean published) {
        if (published) {
            publish();
        }
        var mode = published ? "slot" : "tables";
        var first = started(CaptureMode.POLL, database.url());
        sayBy(first, mode);
        try (var second = started(CaptureMode.POLL, database.url())) {
            awaitStandby(second);
            sayBy(first, mode);
            assertThat(second.readiness().ready()).isFalse();

            first.close();
            sayBy(second, mode);
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 10));
    }

    @Test
    void one_that_asks_by_sql_takes_over_when_the_term_of_a_dead_one_is_over() {
        database.execute(
                "insert into parley.capture_leases values ('%s', gen_random_uuid(), now() + interval '1 hour')"
                        .formatted(unique));
        try (var worker = started(CaptureMode.POLL, database.url())) {
            awaitStandby(worker);
            database.execute(
                    "update parley.capture_leases set until = now() where slot = '%s'"
                            .formatted(unique));
            sayBy(worker, "tables");
        }

        assertThat(
                        database.value(
                                "select count(*) from parley.capture_leases where slot = '%s'"
                                        .formatted(unique)))
                .as("given back")
                .isEqualTo("0");
    }

    private static void awaitStandby(Worker worker) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> worker.readiness().capture().state().label().equals("slot_held"));
    }

    /// Waits until a way runs, then writes three messages and waits for them.
    private void sayBy(Worker worker, String mode) {
        Awaitility.await("capturing by " + mode)
                .atMost(PATIENCE)
                .until(() -> {
                    var now = worker.readiness().capture();
                    return now.running() && now.mode().equals(mode);
                });
        for (var i = 0; i < 3; i++) {
            database.say(room, ann, mode + " " + i);
        }
        target.await(room, database.head(room));
    }

    private void publish() {
        database.execute(
                "create publication %s for table public.room_events, public.room_cursors with (publish = 'insert, update')"
                        .formatted(unique));
    }

    private static List<Long> revs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private Worker started(CaptureMode mode, DatabaseUrl url) {
        var config =
                WorkerConfig.of(
                                mode,
                                Optional.of(url),
                                new AuthorizationConfig(
                                        new AppCredentials("key", new Secret("app-secret")),
                                        new Secret("a secret of more than thirty-two bytes")),
                                new WebhookConfig(new Secret("a-hook-secret"), Optional.empty()))
                        .withCapture(
                                CaptureConfig.defaults()
                                        .named(unique, unique)
                                        .withRhythm(
                                                Duration.ofMillis(100), Duration.ofMillis(300)));
        return Worker.start(
                config, List.of(target), InstantSource.system(), new SimpleMeterRegistry());
    }
}
