// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.visibility.RoomVisibility;
import dev.parley.worker.webhook.RowForwarding.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowForwardingTest {
    private static final String MESSAGE =
            """
            {"type":"INSERT","schema":"public","table":"messages","old_record":null,"record":
             {"id":"m1","room_id":"r1","user_id":"u1","content":"hi","created_at":"2026-11-23T00:00:00+00:00"}}
            """;
    private static final String ROOM =
            """
            {"type":"%s","schema":"public","table":"chat_rooms",
             "record":{"id":"r1","visibility":"%s"},"old_record":{"id":"r1","visibility":"public"}}
            """;

    private final RecordingTarget target = new RecordingTarget("t");
    private final Forwarder forwarder =
            new Forwarder(
                    List.of(target),
                    InstantSource.system(),
                    new Random(1),
                    new WorkerMeters(new SimpleMeterRegistry()));
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final RowForwarding rows = forwarding(ForwardConfig.defaults());

    @AfterEach
    void stop() {
        forwarder.close();
    }

    @Test
    void a_room_of_which_nothing_is_known_is_private() {
        take(MESSAGE);

        assertThat(published(1))
                .extracting(OutgoingEvent::channel)
                .containsExactly("private-room-r1");
    }

    @Test
    void a_room_is_public_while_the_last_webhook_of_chat_rooms_says_so() {
        take(ROOM.formatted("INSERT", "public"));
        take(MESSAGE);
        take(ROOM.formatted("UPDATE", "private"));
        take(MESSAGE);
        take(ROOM.formatted("UPDATE", "public"));
        take(MESSAGE);
        take(ROOM.formatted("UPDATE", "open"));
        take(MESSAGE);
        take(ROOM.formatted("UPDATE", "public"));
        take(ROOM.formatted("DELETE", "public"));
        take(MESSAGE);

        assertThat(published(5))
                .extracting(OutgoingEvent::channel)
                .containsExactly(
                        "room-r1",
                        "private-room-r1",
                        "room-r1",
                        "private-room-r1",
                        "private-room-r1");
    }

    @ParameterizedTest
    @CsvSource({
        "messages, INSERT",
        "room_participants, INSERT",
        "room_participants, UPDATE",
        "room_participants, DELETE",
        "chat_rooms, UPDATE"
    })
    void rows_of_another_schema_are_ignored(String table, String type) {
        var row =
                "{\"id\":\"r1\",\"room_id\":\"%1$s\",\"user_id\":\"%1$s\",\"content\":\"hi\",\"created_at\":\"2026-11-23\",\"joined_at\":\"2026-11-23\",\"left_at\":\"2026-11-23\",\"visibility\":\"public\"}"
                        .formatted(new UUID(1, 2).toString());
        var outcome =
                take(
                        "{\"type\":\"%s\",\"schema\":\"archive\",\"table\":\"%s\",\"record\":%s,\"old_record\":%s}"
                                .formatted(
                                        type, table, row, row.replaceAll(",\"left_at[^,]*", "")));
        take(MESSAGE);

        assertThat(outcome)
                .isEqualTo(new Outcome.Ignored("schema archive is not published, only public"));
        assertThat(published(1))
                .extracting(OutgoingEvent::channel)
                .as("nothing else, and the room is still private")
                .containsExactly("private-room-r1");
        assertThat(gone).isEmpty();
    }

    @Test
    void the_schema_is_the_operators_to_choose_and_may_be_left_out() {
        var archive = forwarding(new ForwardConfig("archive"));

        assertThat(archive.take(bytes(MESSAGE))).isInstanceOf(Outcome.Ignored.class);
        assertThat(archive.take(bytes(MESSAGE.replace("\"public\"", "\"archive\""))))
                .isInstanceOf(Outcome.Forwarded.class);
        assertThat(archive.take(bytes(MESSAGE.replace("\"public\"", "null"))))
                .isInstanceOf(Outcome.Forwarded.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"m1\",\"room_id\":\"r1\"}",
                "{\"id\":\"m1\",\"room_id\":\"r1\",\"user_id\":\"u1\",\"created_at\":\"2026-11-23\"}"
            })
    void a_row_cut_short_on_its_way_is_referred_to(String row) {
        take("{\"type\":\"INSERT\",\"table\":\"messages\",\"record\":%s}".formatted(row));

        assertThat(published(1))
                .extracting(OutgoingEvent::data)
                .containsExactly("{\"fetch\":true,\"room_id\":\"r1\",\"id\":\"m1\"}");
    }

    @Test
    void a_message_whose_author_was_deleted_is_published() {
        take(MESSAGE.replace("\"u1\"", "null"));

        assertThat(published(1).getFirst().data())
                .contains("\"user_id\":null", "\"content\":\"hi\"");
    }

    @Test
    void ids_may_be_numbers_or_any_text_and_are_published_as_text() {
        take(MESSAGE.replace("\"m1\"", "42").replace("\"r1\"", "9007199254740993"));
        take(MESSAGE.replace("\"m1\"", "\"a.b\"").replace("\"r1\"", "\"team=1\""));

        assertThat(published(2))
                .extracting(OutgoingEvent::channel)
                .containsExactly("private-room-9007199254740993", "private-room-team=1");
        assertThat(target.taken().getFirst().data())
                .contains("\"id\":\"42\",", "\"room_id\":\"9007199254740993\"");
    }

    @Test
    void a_reply_tells_of_its_thread_and_only_a_reply_whether_it_stands_in_the_room() {
        take(MESSAGE.replace("\"u1\"", "\"u1\",\"thread_root\":null,\"also_in_room\":false"));
        take(
                MESSAGE.replace("m1", "m2")
                        .replace("\"u1\"", "\"u1\",\"thread_root\":42,\"also_in_room\":true"));

        assertThat(published(2).getFirst().data()).doesNotContain("thread_root", "also_in_room");
        assertThat(target.taken().getLast().data())
                .contains("\"thread_root\":\"42\"", "\"also_in_room\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "old_record"})
    void the_row_of_a_delete_may_be_in_either_member(String member) {
        var room = UUID.randomUUID().toString();
        var user = UUID.randomUUID().toString();
        take(
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"%s\":{\"room_id\":\"%s\",\"user_id\":\"%s\"}}"
                        .formatted(member, room, user));

        assertThat(published(1)).extracting(OutgoingEvent::name).containsExactly("user-left");
        assertThat(gone).containsExactly(room + " " + user);
    }

    @Test
    void an_entry_of_nobody_is_ignored() {
        var outcome =
                take(
                        "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"room_id\":\"r1\",\"user_id\":null}}");

        assertThat(outcome).isInstanceOf(Outcome.Ignored.class);
    }

    @Test
    void who_leaves_the_same_room_twice_is_told_of_twice() {
        var left =
                "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"id\":7,\"room_id\":\"r1\",\"user_id\":\"u1\"}}";

        take(left);
        take(left);

        assertThat(published(2))
                .extracting(OutgoingEvent::eventId)
                .as("a server that drops repeats takes both")
                .doesNotHaveDuplicates();
    }

    private RowForwarding forwarding(ForwardConfig config) {
        return new RowForwarding(
                config,
                RoomVisibility.announced(),
                forwarder,
                (room, user) -> gone.add(room + " " + user));
    }

    private Outcome take(String payload) {
        return rows.take(bytes(payload));
    }

    private List<OutgoingEvent> published(int count) {
        Awaitility.await().until(() -> target.taken().size() >= count);
        assertThat(target.taken()).hasSize(count);
        return target.taken();
    }

    private static byte[] bytes(String payload) {
        return payload.getBytes(StandardCharsets.UTF_8);
    }
}
