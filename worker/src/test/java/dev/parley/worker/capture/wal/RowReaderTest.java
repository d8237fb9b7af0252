// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.wal.WalMessage.Cell;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What rows of the log say: times as PostgreSQL spells them in every time zone, and what cannot be.
final class RowReaderTest {
    private static final String ROOM = "00000000-0000-0000-0000-000000000001";
    private static final String TIME = "2026-11-26 23:18:52+00";

    @ParameterizedTest
    @CsvSource({
        "2026-11-26 23:18:52.123456+00, 2026-11-26T23:18:52.123456Z",
        "2026-11-26 23:18:52+00, 2026-11-26T23:18:52Z",
        "2026-11-27 04:48:52.1+05:30, 2026-11-26T23:18:52.1Z",
        "2026-11-26 18:18:52-05, 2026-11-26T23:18:52Z",
        "1900-01-01 00:19:32+00:19:32, 1900-01-01T00:00:00Z"
    })
    void every_time_zone_means_the_same_moment(String written, Instant moment) {
        assertThat(createdAt(written)).isEqualTo(moment);
    }

    @Test
    void what_is_no_time_is_not_read_over() {
        assertThatThrownBy(() -> createdAt("26/11/2026"))
                .isInstanceOf(WalFormatException.class)
                .hasMessageContaining("created_at is no time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "room-00000000-0000-0000-0000-000000000002",
                "privete-room-00000000-0000-0000-0000-000000000001",
                "sroom-00000000-0000-0000-0000-000000000001"
            })
    void a_channel_that_is_not_the_rooms_is_not_read_over(String channel) {
        assertThatThrownBy(() -> appended(channel, TIME))
                .isInstanceOf(WalFormatException.class)
                .hasMessageContaining("names room " + ROOM);
    }

    private static Instant createdAt(String written) {
        return appended("room-" + ROOM, written).createdAt();
    }

    private static Change.Appended appended(String channel, String createdAt) {
        var rows = new RowReader();
        rows.learn(
                new WalMessage.Relation(
                        1,
                        "public",
                        "room_events",
                        List.of("room_id", "rev", "kind", "channel", "data", "created_at")));
        var cells =
                Stream.of(ROOM, "1", "k", channel, "{}", createdAt)
                        .<Cell>map(Cell.Text::new)
                        .toList();
        return (Change.Appended) rows.inserted(new WalMessage.Insert(1, cells)).orElseThrow();
    }
}
