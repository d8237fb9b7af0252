// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class RoomChannelsTest {
    private final TestDatabase database;
    private final RoomChannels channels;

    RoomChannelsTest(TestDatabase database) {
        this.database = database;
        this.channels =
                new RoomChannels(new SqlPositionStore(database.pool(), 1_000), new ManualClock());
    }

    @Test
    void participants_of_a_public_room_are_told_where_they_alone_may_listen() {
        var room = database.room("public", database.person("Ann"));

        assertThat(channels.ofParticipants(room)).hasValue("presence-room-" + room);
    }

    @Test
    void participants_of_a_private_room_are_told_on_its_own_channel() {
        var room = database.room("private", database.person("Ann"));

        assertThat(channels.ofParticipants(room)).hasValue("private-room-" + room);
    }

    @Test
    void a_room_that_is_not_there_has_no_channel() {
        assertThat(channels.ofParticipants(UUID.randomUUID().toString())).isEmpty();
    }
}
