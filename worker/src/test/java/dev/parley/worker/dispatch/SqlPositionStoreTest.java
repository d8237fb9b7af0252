// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.worker.capture.Change;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class SqlPositionStoreTest {
    private final String target = "target-" + UUID.randomUUID();
    private final TestDatabase database;
    private final SqlPositionStore positionStore;
    private final String ann;
    private final String room;
    private final String epoch;

    SqlPositionStoreTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.positionStore = new SqlPositionStore(database.pool(), 3);
        this.epoch = positionStore.epoch();
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
    }

    @Test
    void the_epoch_names_timeline_and_system_and_has_no_dots() throws SQLException {
        assertThat(positionStore.epoch()).matches("\\d+-\\d+").isEqualTo(positionStore.epoch());
    }

    @Test
    void a_new_target_starts_at_the_end_of_every_log() throws SQLException {
        say(2);
        positionStore.register(target, epoch);
        assertThat(positionStore.behind(target)).isEmpty();

        say(1);

        assertThat(positionStore.behind(target)).containsExactly(new Change.Behind(room, 4));
        assertThat(page(OptionalLong.empty()).published()).isEqualTo(3);
    }

    @Test
    void to_register_again_changes_nothing() throws SQLException {
        positionStore.register(target, epoch);
        say(2);

        positionStore.register(target, epoch);

        assertThat(positionStore.behind(target)).containsExactly(new Change.Behind(room, 3));
    }

    @Test
    void a_room_without_a_position_is_read_from_its_beginning() throws SQLException {
        positionStore.register(target, epoch);
        var later = database.room("public", ann);

        var page = page(later, OptionalLong.empty());

        assertThat(page.published()).isZero();
        assertThat(page.events()).extracting(NumberedEvent::rev).containsExactly(1L);
    }

    @Test
    void a_full_page_says_nothing_about_what_follows() throws SQLException {
        say(5);

        var first = page(OptionalLong.of(0));
        var second = page(OptionalLong.of(3));

        assertThat(first.events()).extracting(NumberedEvent::rev).containsExactly(1L, 2L, 3L);
        assertThat(first.through()).isEqualTo(3);
        assertThat(second.events()).extracting(NumberedEvent::rev).containsExactly(4L, 5L, 6L);
    }

    @Test
    void what_was_pruned_is_known_not_to_come() throws SQLException {
        say(2);
        database.execute("delete from public.room_events where room_id = '" + room + "'");

        var page = page(OptionalLong.of(0));

        assertThat(page.events()).isEmpty();
        assertThat(page.through()).isEqualTo(3);
        assertThat(page.gone()).isFalse();
    }

    @Test
    void a_room_that_is_not_there_is_gone() throws SQLException {
        var page = page(UUID.randomUUID().toString(), OptionalLong.of(0));

        assertThat(page.gone()).isTrue();
        assertThat(page.through()).isZero();
    }

    @Test
    void many_rooms_are_read_at_once_each_from_its_place() throws SQLException {
        positionStore.register(target, epoch);
        say(4);
        positionStore.save(target, epoch, Map.of(room, 2L));
        var quiet = database.room("public", ann);
        var missing = UUID.randomUUID().toString();

        var pages =
                positionStore.pages(
                        target,
                        epoch,
                        List.of(
                                new ReadPosition(quiet, OptionalLong.of(1)),
                                new ReadPosition(room, OptionalLong.empty()),
                                new ReadPosition(missing, OptionalLong.of(0)),
                                new ReadPosition(room, OptionalLong.of(4))));

        assertThat(pages)
                .extracting(page -> page.events().stream().map(NumberedEvent::rev).toList())
                .containsExactly(List.of(), List.of(3L, 4L, 5L), List.of(), List.of(5L));
        assertThat(pages).extracting(LogPage::published).containsExactly(1L, 2L, 0L, 4L);
        assertThat(pages).extracting(LogPage::gone).containsExactly(false, false, true, false);
    }

    @Test
    void a_row_that_is_too_large_to_publish_is_a_reference() throws SQLException {
        database.execute(
                "insert into public.room_events (room_id, rev, kind, channel, data) values ('"
                        + room
                        + "', 2, 'new-message', 'room-1', jsonb_build_object('c', repeat('x', 8192)))");

        var page = page(OptionalLong.of(1));

        assertThat(page.events().getFirst().event().event().data())
                .startsWith("{\"fetch\":true,\"room_id\"");
    }

    @Test
    void a_position_never_moves_back() throws SQLException {
        positionStore.register(target, epoch);
        positionStore.save(target, epoch, Map.of(room, 5L));
        positionStore.save(target, epoch, Map.of(room, 4L));

        assertThat(page(OptionalLong.empty()).published()).isEqualTo(5);
    }

    @Test
    void commits_of_others_on_the_same_connection_are_flushed() throws SQLException {
        positionStore.register(target, epoch);
        positionStore.save(target, epoch, Map.of(room, 5L));

        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show synchronous_commit")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void another_epoch_keeps_positions_as_far_as_the_log_reaches() throws SQLException {
        say(2);
        positionStore.register(target, "0-1");
        database.execute(
                "update parley.bridge_cursors set published_rev = 90 where target = '%s' and room_id = '%s'"
                        .formatted(target, room));

        positionStore.register(target, epoch);

        assertThat(page(OptionalLong.empty()).published()).isEqualTo(3);
    }

    @Test
    void positions_of_an_epoch_that_the_database_has_left_are_not_written_down()
            throws SQLException {
        positionStore.register(target, "0-1");
        positionStore.save(target, "0-1", Map.of(room, 2L));
        positionStore.register(target, epoch);
        positionStore.save(target, "0-1", Map.of(room, 3L));

        assertThat(page(OptionalLong.empty()).published()).as("where it was made").isEqualTo(1);
    }

    @Test
    void rows_are_not_read_for_an_epoch_that_the_database_has_left() throws SQLException {
        positionStore.register(target, "0-1");
        say(1);
        var positions = List.of(new ReadPosition(room, OptionalLong.of(0)));

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> positionStore.pages(target, "0-1", positions))
                .withMessageContaining("the database is in epoch " + epoch + ", not in 0-1");
    }

    @Test
    void what_was_parked_is_written_once_and_counted_until_somebody_clears_it()
            throws SQLException {
        positionStore.register(target, "1-1");
        var row = new DeadLetter("1-1", room, 2, "new-message", "no".repeat(400), true);

        positionStore.saveDeadLetters(target, List.of(row));
        positionStore.saveDeadLetters(target, List.of(row));

        assertThat(positionStore.deadLetterCount(target)).isEqualTo(1);
        assertThat(
                        database.value(
                                "select reason = repeat('no', 250) and referred from parley.bridge_parked where room_id = '%s'"
                                        .formatted(room)))
                .isEqualTo("t");
        database.execute("delete from parley.bridge_parked where target = '" + target + "'");
        assertThat(positionStore.deadLetterCount(target)).isZero();
    }

    @Test
    void a_room_has_a_channel_and_no_room_has_none() throws SQLException {
        assertThat(positionStore.channel(room)).hasValue("room-" + room);
        assertThat(positionStore.channel(UUID.randomUUID().toString())).isEmpty();
    }

    private void say(int times) {
        for (var i = 0; i < times; i++) {
            database.say(room, ann, "message");
        }
    }

    private LogPage page(OptionalLong after) throws SQLException {
        return page(room, after);
    }

    private LogPage page(String of, OptionalLong after) throws SQLException {
        return positionStore.pages(target, epoch, List.of(new ReadPosition(of, after))).getFirst();
    }
}
