// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class RoomTableTest {
    private final TestDatabase database;
    private final RoomTable table;

    RoomTableTest(TestDatabase database) {
        this.database = database;
        this.table = new RoomTable(database.pool(), "public");
    }

    @Test
    void a_room_is_what_its_row_says_now() throws SQLException {
        var room = database.room("public", database.person("Ann"));

        assertThat(table.isPublic(room.toString())).isTrue();
        database.execute(
                "update public.chat_rooms set visibility = 'private' where id = '%s'"
                        .formatted(room));
        assertThat(table.isPublic(room.toString())).isFalse();
    }

    @Test
    void what_is_no_room_is_not_public() throws SQLException {
        assertThat(table.isPublic(UUID.randomUUID().toString())).isFalse();
        assertThat(table.isPublic("no uuid")).isFalse();
    }
}
