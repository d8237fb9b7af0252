// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.dispatch.DispatchConfig;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.fixture.TestServer;
import dev.parley.worker.health.PartHealth;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.Target;
import dev.parley.worker.webhook.ForwardConfig;
import dev.parley.worker.webhook.WebhookConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The whole worker on a real database, with targets that remember.
@ExtendWith(SharedDatabase.class)
final class WorkerTest {
    private final String unique =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final RecordingTarget target = new RecordingTarget("target-" + unique);
    private final TestDatabase database;
    private final String ann;
    private final String room;

    WorkerTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
    }

    @AfterEach
    void remove_the_slot() {
        database.dropSlot(unique);
    }

    @Test
    void messages_are_delivered_in_order_as_they_are_committed() {
        try (var _ = started(CaptureMode.WAL, target)) {
            say(30);

            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 31));
        var first = target.log(room).getFirst();
        assertThat(first.channel()).isEqualTo("room-" + room);
        assertThat(first.name()).isEqualTo("new-message");
        assertThat(first.data()).contains("\"content\":\"message 1\"", "\"rev\":2", "\"prev\":1");
    }

    @Test
    void the_time_from_row_to_target_is_measured_whatever_way_it_took() throws Exception {
        for (var mode : List.of(CaptureMode.WAL, CaptureMode.POLL)) {
            var registry = new SimpleMeterRegistry();
            var config = config(mode, database.url());
            var before = database.head(room);
            try (var worker =
                            Worker.start(
                                    config, List.of(target), InstantSource.system(), registry);
                    var server = TestServer.with(worker::addTo)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> worker.readiness().ready());
                say(5);
                target.await(room, before + 5);

                var timer =
                        registry.get("parley.worker.publish.latency")
                                .tag("target", target.name())
                                .timer();
                Awaitility.await().until(() -> timer.count() >= 5);
                assertThat(timer.max(TimeUnit.SECONDS)).isPositive().isLessThan(20);
                assertThat(server.post("/webhook", "{}").statusCode()).isEqualTo(401);
                Awaitility.await()
                        .until(() ->
                                registry.get("parley.worker.http.requests")
                                                .tags("path", "/webhook", "status", "401")
                                                .timer()
                                                .count()
                                        == 1);
            }
        }
    }

    @Test
    void polling_delivers_the_same() {
        try (var _ = started(CaptureMode.POLL, target)) {
            say(30);

            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 31));
    }

    @Test
    void pages_from_before_hear_a_private_room_when_the_operator_says_so() {
        var club = database.room("private", ann);
        var config = config(CaptureMode.WAL, database.url()).withLegacyChannel(true);
        try (var worker =
                Worker.start(
                        config,
                        List.of(target),
                        InstantSource.system(),
                        new SimpleMeterRegistry())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> worker.readiness().ready());
            database.say(club, ann, "between us");

            Awaitility.await()
                    .until(() ->
                            target.taken().stream()
                                    .filter(event -> event.data().contains("between us"))
                                    .map(OutgoingEvent::channel)
                                    .toList()
                                    .equals(List.of("private-room-" + club, "room-" + club)));
        }
    }

    @Test
    void auto_polls_where_replication_is_not_allowed() {
        try (var worker = started(CaptureMode.AUTO, database.withoutReplication(), target)) {
            say(3);

            target.await(room, database.head(room));
            assertThat(worker.readiness().capture().mode()).isEqualTo("tables");
        }
    }

    @Test
    void what_a_target_took_is_not_repeated_after_a_restart() {
        try (var _ = started(CaptureMode.WAL, target)) {
            say(20);
            target.await(room, database.head(room));
        }
        say(5);
        try (var _ = started(CaptureMode.WAL, target)) {
            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 26));
    }

    @Test
    void history_is_not_replayed_to_a_new_target() {
        say(3);
        try (var _ = started(CaptureMode.WAL, target)) {
            say(1);
            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactly(5L);
    }

    @Test
    void a_room_made_while_running_is_delivered_from_its_first_event() {
        try (var _ = started(CaptureMode.WAL, target)) {
            var later = database.room("private", ann);
            database.say(later, ann, "hi");
            target.await(later, database.head(later));

            assertThat(target.revs(later)).containsExactly(1L, 2L);
            assertThat(target.log(later).getFirst().channel()).isEqualTo("private-room-" + later);
        }
    }

    @Test
    void a_target_that_is_down_for_a_while_misses_nothing() {
        try (var _ = started(CaptureMode.WAL, target)) {
            target.goDown();
            say(25);
            Awaitility.await().until(() -> target.calls() > 3);
            assertThat(target.revs(room)).isEmpty();

            target.recover();
            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 26));
    }

    @Test
    void a_dead_target_does_not_hold_up_another() {
        var dead = new RecordingTarget("dead-" + unique);
        dead.goDown();
        try (var worker = started(CaptureMode.WAL, target, dead)) {
            say(25);
            target.await(room, database.head(room));
            assertThat(worker.readiness().ready()).isTrue();

            dead.recover();
            dead.await(room, database.head(room));
        }

        assertThat(dead.revs(room)).containsExactlyElementsOf(revs(2, 26));
    }

    @Test
    void moved_cursors_are_told_to_participants_only_and_the_head_on_the_rooms_channel() {
        try (var _ = started(CaptureMode.WAL, target)) {
            say(1);
            database.execute(
                    "insert into public.room_cursors(room_id, user_id, read_seq, delivered_seq) values ('%s', '%s', 1, 1)"
                            .formatted(room, ann));

            var cursors = notice("cursors");
            assertThat(cursors.channel())
                    .as("everybody may listen to the channel of a public room")
                    .isEqualTo("presence-room-" + room);
            assertThat(cursors.data()).contains("\"user_id\":\"" + ann + "\",\"read_seq\":1");
            assertThat(notice("head").channel()).isEqualTo("room-" + room);
            assertThat(notice("head").data()).contains("\"rev\":2");
        }
    }

    @Test
    void a_part_that_is_down_makes_the_process_unready_by_name() throws Exception {
        var parts =
                List.of(new PartHealth("postgres", true, 1), new PartHealth("gateway", false, 0));
        try (var worker = started(CaptureMode.POLL, target);
                var server = TestServer.with(all -> worker.addTo(all, () -> parts))) {
            var ready = server.send("GET", "/ready", "");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains(
                            "\"ready\":false",
                            "{\"name\":\"gateway\",\"up\":false,\"restarts\":0}");
            var health = server.send("GET", "/health", "");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .contains(
                            "\"status\":\"degraded\"",
                            "{\"name\":\"postgres\",\"up\":true,\"restarts\":1}");
        }
    }

    @Test
    void its_routes_tell_how_it_is_and_take_hints() throws Exception {
        try (var worker = started(CaptureMode.POLL, target);
                var server = TestServer.with(worker::addTo)) {
            assertThat(server.send("GET", "/health", "").body()).contains("\"status\":\"ok\"");
            var ready = server.send("GET", "/ready", "");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"mode\":\"slot\"", target.name());
            assertThat(
                            server.post("/webhook", "{}", "x-webhook-secret", "a-hook-secret")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(server.post("/pusher/auth", "").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void without_its_database_it_is_alive_but_not_ready() throws Exception {
        var nowhere = DatabaseUrl.parse("postgresql://postgres:x@127.0.0.1:1/postgres");
        try (var worker =
                        Worker.start(
                                config(CaptureMode.AUTO, nowhere),
                                List.of(target),
                                InstantSource.system(),
                                new SimpleMeterRegistry());
                var server = TestServer.with(worker::addTo)) {
            assertThat(server.send("GET", "/health", "").statusCode()).isEqualTo(200);
            var ready = server.send("GET", "/ready", "");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"ready\":false");
        }
    }

    @Test
    void with_no_database_at_all_it_forwards_webhooks() throws Exception {
        var config =
                WorkerConfig.of(CaptureMode.AUTO, Optional.empty(), authorization(), webhook());
        try (var worker =
                        Worker.start(
                                config,
                                List.of(target),
                                InstantSource.system(),
                                new SimpleMeterRegistry());
                var server = TestServer.with(worker::addTo)) {
            server.post(
                    "/webhook",
                    "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"user_id\":\"u\",\"room_id\":\"r\"}}",
                    "x-webhook-secret",
                    "a-hook-secret");

            Awaitility.await().until(() -> target.taken().size() == 2);
            assertThat(target.taken())
                    .extracting(event -> event.channel() + " " + event.name())
                    .containsExactlyInAnyOrder(
                            "private-room-r user-left", "#server-to-user-u removed-from-room");
            assertThat(server.send("GET", "/ready", "").body()).contains("\"mode\":\"forward\"");
        }
    }

    @Test
    void a_mode_that_needs_a_database_stops_without_one() {
        assertThatThrownBy(() ->
                        WorkerConfig.of(
                                CaptureMode.WAL, Optional.empty(), authorization(), webhook()))
                .hasMessage("capture is WAL, which needs a database, but none is set");
    }

    @Test
    void a_printed_configuration_shows_no_secret() {
        var printed = config(CaptureMode.AUTO, database.url()).toString();

        assertThat(printed).doesNotContain("a-hook-secret", "thirty-two", "app-secret");
    }

    private void say(int messages) {
        LongStream.rangeClosed(1, messages).forEach(i -> database.say(room, ann, "message " + i));
    }

    private OutgoingEvent notice(String name) {
        return Awaitility.await()
                .until(
                        () ->
                                target.taken().stream()
                                        .filter(e -> e.name().equals(name))
                                        .filter(e -> e.channel().endsWith(room.toString()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<Long> revs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private Worker started(CaptureMode mode, Target... targets) {
        return started(mode, database.url(), targets);
    }

    private Worker started(CaptureMode mode, DatabaseUrl url, Target... targets) {
        var worker =
                Worker.start(
                        config(mode, url),
                        List.of(targets),
                        InstantSource.system(),
                        new SimpleMeterRegistry());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> worker.readiness().ready());
        return worker;
    }

    private WorkerConfig config(CaptureMode mode, DatabaseUrl url) {
        return new WorkerConfig(
                mode,
                Optional.of(url),
                authorization(),
                webhook(),
                ForwardConfig.defaults(),
                CaptureConfig.defaults()
                        .named(unique, "parley")
                        .withRhythm(Duration.ofMillis(100), Duration.ofMillis(500)),
                DispatchConfig.defaults(),
                Optional.of(Duration.ofDays(7)),
                false);
    }

    private static AuthorizationConfig authorization() {
        return new AuthorizationConfig(
                new AppCredentials("key", new Secret("app-secret")),
                new Secret("a secret of more than thirty-two bytes"));
    }

    private static WebhookConfig webhook() {
        return new WebhookConfig(new Secret("a-hook-secret"), Optional.empty());
    }
}
