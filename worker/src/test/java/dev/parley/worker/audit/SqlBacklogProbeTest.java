// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.dispatch.SqlPositionStore;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The auditor's queries on a real database.
@ExtendWith(SharedDatabase.class)
final class SqlBacklogProbeTest {
    private final String name =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final TestDatabase database;
    private final SqlPositionStore positionStore;
    private final BacklogProbe probe;
    private final String ann;
    private final String room;

    SqlBacklogProbeTest(TestDatabase database) {
        this.database = database;
        this.positionStore = new SqlPositionStore(database.pool(), 100);
        this.probe = new SqlBacklogProbe(database.pool(), List.of(name), name);
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
    }

    @AfterEach
    void forget_the_target() {
        database.execute("delete from parley.bridge_targets where target = '" + name + "'");
    }

    @Test
    void a_target_the_database_does_not_know_yet_is_behind_in_nothing() throws SQLException {
        assertThat(probe.snapshot().backlog(name)).isEqualTo(Backlog.NONE);
        assertThat(probe.snapshot().slot()).isEmpty();
    }

    @Test
    void the_oldest_event_not_taken_counts_with_its_age() throws SQLException {
        positionStore.register(name, positionStore.epoch());
        assertThat(probe.snapshot().backlog(name)).isEqualTo(Backlog.NONE);
        var other = database.room("public", ann);
        database.say(room, ann, "one");
        database.say(room, ann, "two");
        database.execute(
                "update public.room_events set created_at = now() - interval '90 seconds'"
                        + " where room_id = '%s' and rev = %d"
                                .formatted(room, database.head(room)));

        var behind = probe.snapshot().backlog(name);
        positionStore.save(name, positionStore.epoch(), Map.of(room, database.head(room)));
        var after = probe.snapshot().backlog(name);

        assertThat(behind.rooms()).isEqualTo(2);
        assertThat(behind.events()).isEqualTo(2 + database.head(other));
        assertThat(behind.deepest()).isEqualTo(2);
        // only the next event of a room counts: those after it cannot have been published before it
        assertThat(behind.oldest()).isLessThan(Duration.ofSeconds(60));
        assertThat(after.rooms()).isEqualTo(1);
        assertThat(behind.oldestRooms()).containsExactlyInAnyOrder(room, other);
        assertThat(after.oldestRooms()).containsExactly(other);
    }

    @Test
    void the_age_is_that_of_the_next_event_in_line() throws SQLException {
        positionStore.register(name, positionStore.epoch());
        database.say(room, ann, "one");
        database.execute(
                "update public.room_events set created_at = now() - interval '90 seconds'"
                        + " where room_id = '%s' and rev = %d"
                                .formatted(room, database.head(room)));

        assertThat(probe.snapshot().backlog(name).oldest())
                .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(150));
    }

    @Test
    void a_slot_that_nobody_reads_shows_what_it_costs() throws SQLException {
        database.execute("select pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
        try {
            database.say(room, ann, "one");

            var slot = probe.snapshot().slot().orElseThrow();

            assertThat(slot.active()).isFalse();
            assertThat(slot.lagBytes()).isPositive();
            assertThat(slot.retainedBytes()).isGreaterThanOrEqualTo(slot.lagBytes());
        } finally {
            database.dropSlot(name);
        }
    }
}
