// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.TestServer;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.visibility.RoomVisibility;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookRouteTest {
    private static final WebhookConfig CONFIG =
            new WebhookConfig(new Secret("new-secret"), Optional.of(new Secret("old-secret")));
    private static final String MESSAGE =
            """
            {"type":"INSERT","table":"messages","schema":"public","old_record":null,"extra":1,
             "record":{"id":"m1","room_id":"r1","user_id":"u1","content":"hi","seq":3,"rev":4,"reply_to":null,
              "metadata":{"a":1},"created_at":"2026-11-23T00:54:53.529956+00:00"}}
            """;

    private final RecordingTarget target = new RecordingTarget("t");
    private final Forwarder forwarder =
            new Forwarder(
                    List.of(target),
                    InstantSource.system(),
                    new Random(1),
                    new WorkerMeters(new SimpleMeterRegistry()));
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final TestServer forwarding =
            TestServer.with(
                    WebhookRoute.forwarding(
                                    CONFIG,
                                    new RowForwarding(
                                            ForwardConfig.defaults(),
                                            RoomVisibility.announced(),
                                            forwarder,
                                            (room, user) -> gone.add(room + " " + user)))
                            ::addTo);
    private final TestServer hinting =
            TestServer.with(WebhookRoute.hinting(CONFIG, wakeUps::incrementAndGet)::addTo);

    @AfterEach
    void stop() {
        forwarding.close();
        hinting.close();
        forwarder.close();
    }

    @Test
    void an_inserted_message_becomes_new_message_on_the_rooms_private_channel() throws Exception {
        var answer = forwarding.post("/webhook", MESSAGE, "x-webhook-secret", "new-secret");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("forwarded");
        assertThat(published())
                .isEqualTo(
                        new OutgoingEvent(
                                "private-room-r1",
                                "new-message",
                                "{\"id\":\"m1\",\"content\":\"hi\",\"created_at\":\"2026-11-23T00:54:53.529956+00:00\","
                                        + "\"user_id\":\"u1\",\"room_id\":\"r1\",\"seq\":3,\"metadata\":{\"a\":1}}",
                                "new-message.m1"));
    }

    @Test
    void an_inserted_participant_becomes_user_joined() throws Exception {
        forwarding.post(
                "/webhook",
                """
                {"type":"INSERT","table":"room_participants","record":
                 {"id":7,"room_id":12,"user_id":"u1","joined_at":"2026-11-23T00:00:00+00:00","role":"member"},"old_record":null}
                """,
                "Authorization",
                "Bearer new-secret");

        var event = published();
        assertThat(event.channel()).isEqualTo("private-room-12");
        assertThat(event.name()).isEqualTo("user-joined");
        assertThat(event.data())
                .isEqualTo(
                        "{\"user_id\":\"u1\",\"joined_at\":\"2026-11-23T00:00:00+00:00\",\"role\":\"member\"}");
    }

    @Test
    void a_deleted_participant_becomes_user_left() throws Exception {
        forwarding.post(
                "/webhook",
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"record\":null,\"old_record\":{\"room_id\":\"r1\",\"user_id\":\"u1\"}}",
                "x-webhook-secret",
                "old-secret");

        var event = published();
        assertThat(event.name()).isEqualTo("user-left");
        assertThat(event.data()).isEqualTo("{\"user_id\":\"u1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "null, '\"2026-11-23T10:00:00Z\"', user-left",
                "'\"2026-11-23T10:00:00Z\"', null, user-joined",
                "none, '\"2026-11-23T10:00:00Z\"', user-left"
            })
    void a_participant_whose_left_at_is_set_has_left_and_is_back_when_it_is_empty_again(
            @Nullable String before, String now, String name) throws Exception {
        var row =
                "{\"room_id\":\"r1\",\"user_id\":\"u1\",\"joined_at\":\"2026-11-22\",\"left_at\":%s}";
        forwarding.post(
                "/webhook",
                "{\"type\":\"UPDATE\",\"table\":\"room_participants\",\"record\":%s,\"old_record\":%s}"
                        .formatted(
                                row.formatted(now),
                                before == null ? "null" : row.formatted(before)),
                "x-webhook-secret",
                "new-secret");

        assertThat(published().name()).isEqualTo(name);
        assertThat(published().channel()).isEqualTo("private-room-r1");
    }

    @Test
    void who_was_in_a_room_and_is_no_more_loses_its_channels() throws Exception {
        var room = UUID.randomUUID().toString();
        var user = UUID.randomUUID().toString();
        var row = "{\"room_id\":\"%s\",\"user_id\":\"%s\"%s}";

        for (var payload :
                List.of(
                        "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":%s}"
                                .formatted(row.formatted(room, user, "")),
                        "{\"type\":\"UPDATE\",\"table\":\"room_participants\",\"record\":%s}"
                                .formatted(
                                        row.formatted(room, user, ",\"left_at\":\"2026-11-26\"")),
                        "{\"type\":\"UPDATE\",\"table\":\"room_participants\",\"record\":%s}"
                                .formatted(row.formatted(room, user, ",\"left_at\":null")),
                        "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":%s}"
                                .formatted(row.formatted("r1", "u1", "")))) {
            var answer = forwarding.post("/webhook", payload, "x-webhook-secret", "new-secret");
            assertThat(answer.statusCode()).isEqualTo(200);
        }

        assertThat(gone).containsExactly(room + " " + user, room + " " + user, "r1 u1");
    }

    @Test
    void a_message_too_large_for_an_event_is_referred_to() throws Exception {
        forwarding.post(
                "/webhook",
                MESSAGE.replace("\"hi\"", "\"" + "x".repeat(9_000) + "\""),
                "x-webhook-secret",
                "new-secret");

        assertThat(published().data())
                .isEqualTo("{\"fetch\":true,\"room_id\":\"r1\",\"id\":\"m1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"UPDATE\",\"table\":\"messages\",\"record\":{\"id\":1},\"old_record\":{}}",
                "{\"type\":\"UPDATE\",\"table\":\"room_participants\",\"record\":{\"role\":\"owner\"},\"old_record\":{\"role\":\"member\"}}",
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"room_id\":\"r1\",\"user_id\":\"u1\",\"left_at\":\"2026-11-23\"}}",
                "{\"type\":\"INSERT\",\"table\":\"profiles\",\"record\":{\"id\":1}}",
                "{\"type\":\"TRUNCATE\",\"table\":\"messages\",\"record\":null,\"old_record\":null}",
                "{\"type\":\"DELETE\",\"table\":\"messages\",\"old_record\":{\"id\":1}}"
            })
    void other_changes_are_accepted_and_ignored(String body) throws Exception {
        var answer = forwarding.post("/webhook", body, "x-webhook-secret", "new-secret");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("ignored", "is not published");
        assertThat(target.taken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"type\":\"INSERT\"}",
                "{\"type\":1,\"table\":\"messages\",\"record\":{}}",
                "{\"type\":\"INSERT\",\"table\":\"messages\",\"schema\":1,\"record\":{\"id\":1,\"room_id\":1}}",
                "{\"type\":\"INSERT\",\"table\":\"messages\",\"record\":null}",
                "{\"type\":\"INSERT\",\"table\":\"messages\",\"record\":{\"id\":\"m1\"}}",
                "{\"type\":\"INSERT\",\"type\":\"DELETE\",\"table\":\"messages\",\"record\":{}}",
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"user_id\":\"u1\"}}",
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"user_id\":\"u1\",\"room_id\":\"a b\"}}",
                "{} trailing"
            })
    void a_malformed_payload_is_answered_400_with_a_reason(String body) throws Exception {
        var answer = forwarding.post("/webhook", body, "x-webhook-secret", "new-secret");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Malformed payload");
        assertThat(target.taken()).isEmpty();
    }

    @Test
    void a_payload_nested_too_deeply_is_malformed() throws Exception {
        var deep = "{\"type\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";

        assertThat(forwarding.post("/webhook", deep, "x-webhook-secret", "new-secret").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_wrong_secret_is_answered_401_before_anything_is_read() throws Exception {
        assertThat(forwarding.post("/webhook", MESSAGE).statusCode()).isEqualTo(401);
        assertThat(forwarding.post("/webhook", MESSAGE, "x-webhook-secret", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(forwarding.post("/webhook", MESSAGE, "Authorization", "new-secret").statusCode())
                .isEqualTo(401);
        assertThat(hinting.post("/webhook", MESSAGE, "x-webhook-secret", "").statusCode())
                .isEqualTo(401);
        assertThat(target.taken()).isEmpty();
        assertThat(wakeUps).hasValue(0);
    }

    @Test
    void where_no_secret_was_chosen_programs_of_this_machine_need_none() throws Exception {
        var config = new WebhookConfig(new Secret("made-up"), Optional.empty(), true);
        try (var open =
                TestServer.with(WebhookRoute.hinting(config, wakeUps::incrementAndGet)::addTo)) {
            assertThat(open.post("/webhook", MESSAGE).statusCode()).isEqualTo(200);
            for (var name : List.of("X-Forwarded-For", "Forwarded", "Via", "Origin")) {
                assertThat(open.post("/webhook", MESSAGE, name, "192.0.2.1").statusCode())
                        .as(name)
                        .isEqualTo(401);
            }
            assertThat(open.post("/webhook", MESSAGE, "x-webhook-secret", "wrong").statusCode())
                    .isEqualTo(401);
        }

        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void it_answers_as_plain_apps_expect_beside_our_own_words() throws Exception {
        var answer = hinting.post("/webhook", MESSAGE, "x-webhook-secret", "new-secret");

        assertThat(answer.body()).contains("\"success\":true", "\"status\":\"noted\"");
    }

    @Test
    void a_payload_of_more_than_256_KiB_is_answered_413() throws Exception {
        var answer =
                forwarding.post(
                        "/webhook", "x".repeat(256 * 1024 + 1), "x-webhook-secret", "new-secret");

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void with_a_database_the_webhook_is_only_a_hint() throws Exception {
        var answer = hinting.post("/webhook", MESSAGE, "x-webhook-secret", "new-secret");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("noted");
        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void an_empty_secret_stops_the_start() {
        assertThatThrownBy(() -> new WebhookConfig(new Secret(""), Optional.empty()))
                .hasMessage("the webhook secret is empty");
        assertThat(CONFIG.toString()).doesNotContain("new-secret", "old-secret");
    }

    private OutgoingEvent published() {
        Awaitility.await().until(() -> target.taken().size() == 1);
        return target.taken().getFirst();
    }
}
