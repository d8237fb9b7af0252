// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.publish.Failure;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A poison event between the database and a target.
@ExtendWith(SharedDatabase.class)
final class DeadLettersTest {
    private final RecordingTarget target = new RecordingTarget("parking-" + UUID.randomUUID());
    private final TestDatabase database;
    private final SqlPositionStore positionStore;
    private final String ann;
    private final String room;

    DeadLettersTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.positionStore = new SqlPositionStore(database.pool(), 100);
        this.ann = database.person("Ann");
        this.room = database.room("public", ann);
        positionStore.register(target.name(), positionStore.epoch());
    }

    @Test
    void a_poison_event_becomes_a_reference_is_written_down_and_the_room_goes_on()
            throws SQLException {
        target.answering(events ->
                events.stream().anyMatch(e -> e.data().contains("poison"))
                        ? Optional.of(new Failure.Refused(400))
                        : Optional.empty());
        List.of("before", "poison", "after").forEach(text -> database.say(room, ann, text));

        try (var dispatcher = dispatcher()) {
            dispatcher.begin();
            target.await(room, 4);
        }

        assertThat(target.revs(room)).containsExactly(2L, 3L, 4L);
        assertThat(target.log(room).get(1).data()).contains("\"fetch\":true").contains("\"rev\":3");
        assertThat(parked()).isEqualTo("3 new-message t as told");
        assertThat(position()).isEqualTo("4");
    }

    @Test
    void what_is_refused_in_every_form_is_parked_as_well_and_the_room_goes_on()
            throws SQLException {
        target.answering(events ->
                events.stream().anyMatch(e -> e.eventId().endsWith(".3"))
                        ? Optional.of(new Failure.Refused(422))
                        : Optional.empty());
        List.of("before", "poison", "after").forEach(text -> database.say(room, ann, text));

        try (var dispatcher = dispatcher()) {
            dispatcher.begin();
            target.await(room, 4);
        }

        assertThat(target.revs(room)).containsExactly(2L, 4L);
        assertThat(parked()).isEqualTo("3 new-message f as told");
        try (var dispatcher = dispatcher()) {
            dispatcher.begin();
            assertThat(dispatcher.status().getFirst().parked())
                    .as("known after a restart")
                    .isEqualTo(1);
        }
    }

    private Dispatcher dispatcher() {
        return Dispatcher.start(
                List.of(target),
                positionStore,
                DispatchConfig.defaults(),
                InstantSource.system(),
                new Random(1),
                Events.listeners());
    }

    private String parked() {
        return database.value(
                "select string_agg(concat_ws(' ', rev, kind, referred, reason), ',') from parley.bridge_parked where target = '%s'"
                        .formatted(target.name()));
    }

    private String position() {
        return database.value(
                "select published_rev from parley.bridge_cursors where target = '%s' and room_id = '%s'"
                        .formatted(target.name(), room));
    }
}
