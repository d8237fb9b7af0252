// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a real server writes, read by the decoder.
@ExtendWith(SharedDatabase.class)
final class LiveLogTest {
    private final String slot =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final TestDatabase database;

    LiveLogTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void remove_the_slot() {
        database.dropSlot(slot);
    }

    @Test
    void rows_of_the_log_and_moved_cursors_are_read() throws SQLException {
        var ann = database.person("Ann");
        var room = database.room("public", ann);
        database.execute(
                "select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
        database.say(room, ann, "hello “world”");
        database.execute(
                "insert into public.room_cursors(room_id, user_id, read_seq) values ('%s', '%s', 1)"
                        .formatted(room, ann));
        database.execute(
                "update public.room_cursors set delivered_seq = 1 where room_id = '" + room + "'");

        var changes = changes();

        assertThat(changes).hasSize(3);
        assertThat(changes.getFirst())
                .isInstanceOfSatisfying(
                        Change.Appended.class,
                        row -> {
                            assertThat(row.room()).isEqualTo(room);
                            assertThat(row.rev()).isEqualTo(2);
                            assertThat(row.kind()).isEqualTo("new-message");
                            assertThat(row.channel()).isEqualTo("room-" + room);
                            assertThat(row.data()).contains("hello “world”");
                        });
        assertThat(changes.subList(1, 3))
                .containsExactly(
                        new Change.CursorMoved(room, ann, 1, 0),
                        new Change.CursorMoved(room, ann, 1, 1));
    }

    private List<Change> changes() throws SQLException {
        var rows = new RowReader();
        var changes = new ArrayList<Change>();
        try (var connection = database.connect();
                var query =
                        connection.prepareStatement(
                                "select data from pg_logical_slot_peek_binary_changes(?, null, null,"
                                        + " 'proto_version', '1', 'publication_names', 'parley')")) {
            query.setString(1, slot);
            try (var messages = query.executeQuery()) {
                while (messages.next()) {
                    change(rows, WalDecoder.decode(ByteBuffer.wrap(messages.getBytes(1))))
                            .ifPresent(changes::add);
                }
            }
        }
        return changes;
    }

    private static Optional<Change> change(RowReader rows, WalMessage message) {
        return switch (message) {
            case WalMessage.Relation relation -> {
                rows.learn(relation);
                yield Optional.empty();
            }
            case WalMessage.Insert insert -> rows.inserted(insert);
            case WalMessage.Update update -> rows.updated(update);
            case WalMessage.Begin _,
                    WalMessage.Commit _,
                    WalMessage.Delete _,
                    WalMessage.Truncate _,
                    WalMessage.Aside _ ->
                    Optional.empty();
        };
    }
}
