// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventFactoryTest {
    private static final String ROOM = new UUID(0, 1).toString();
    private static final String POSITION =
            "\"room_id\":\"%1$s\",\"event_id\":\"1-9.%1$s.7\",\"rev\":7,\"prev\":6,\"epoch\":\"1-9\"}"
                    .formatted(ROOM);

    @Test
    void an_event_is_the_row_and_where_it_stands() {
        var event =
                EventFactory.of(row("{\"user_id\": \"u\", \"n\": 1.10}"), "1-9").event().event();

        assertThat(event.name()).isEqualTo("user-joined");
        assertThat(event.channel()).isEqualTo("room-1");
        assertThat(event.eventId()).isEqualTo("1-9." + ROOM + ".7");
        assertThat(event.data()).isEqualTo("{\"user_id\":\"u\",\"n\":1.10," + POSITION);
    }

    @Test
    void names_the_row_has_already_are_not_doubled() {
        var event = EventFactory.of(row("{\"rev\": 3, \"epoch\": null}"), "1-9").event().event();

        assertThat(event.data()).containsOnlyOnce("\"rev\"").contains("\"rev\":7");
        assertThat(event.data()).containsOnlyOnce("\"epoch\"");
    }

    @Test
    void up_to_8_kB_of_bytes_go_out_whole() {
        var shell = EventFactory.of(row("{\"c\":\"\"}"), "1-9").event().event().data().length();
        var fits = "é".repeat((8 * 1024 - shell) / 2);

        var whole = EventFactory.of(row("{\"c\":\"" + fits + "\"}"), "1-9").event().event();
        var reference = EventFactory.of(row("{\"c\":\"" + fits + "éé\"}"), "1-9").event().event();

        assertThat(whole.data()).contains("éé");
        assertThat(reference.data()).isEqualTo("{\"fetch\":true," + POSITION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"text\""})
    void data_that_is_no_object_is_fetched(String data) {
        var event = EventFactory.of(row(data), "1-9").event().event();

        assertThat(event.data()).isEqualTo("{\"fetch\":true," + POSITION);
    }

    @Test
    void every_event_has_a_reference_of_the_same_name_and_identity() {
        var event = EventFactory.of(row("{}"), "1-9").event();

        var reference = event.reference().orElseThrow();
        assertThat(reference.data()).startsWith("{\"fetch\":true");
        assertThat(reference.name()).isEqualTo(event.event().name());
        assertThat(reference.eventId()).isEqualTo(event.event().eventId());
    }

    private static Change.Appended row(String data) {
        return new Change.Appended(ROOM, 7, "user-joined", "room-1", data, Instant.EPOCH);
    }
}
