// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class AccessEnforcerTest {
    private final GuardedTarget target = new GuardedTarget("t" + UUID.randomUUID(), false);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestDatabase database;
    private final String ann;
    private final String bob;
    private final String room;

    AccessEnforcerTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.bob = database.person("Bob");
        this.room = database.room("private", ann);
        join(bob);
        database.execute(
                "insert into parley.bridge_targets(target, epoch) values ('%s', '1-1')"
                        .formatted(target.name()));
    }

    @AfterEach
    void forget_the_target() {
        database.execute(
                "delete from parley.bridge_targets where target = '%s'".formatted(target.name()));
    }

    @Test
    void who_is_removed_loses_every_channel_of_the_room() {
        try (var _ = enforcer()) {
            remove(bob);

            assertThat(target.await(1)).containsExactly(removal(bob));
            Awaitility.await().until(() -> pending() == 0);
        }
        var told = registry.get("parley.worker.access.told").tag("standing", "out").counter();
        assertThat(told.count()).isEqualTo(1);
        assertThat(registry.get("parley.worker.access.delay").timer().max(TimeUnit.SECONDS))
                .isBetween(0.0, 10.0);
    }

    @Test
    void who_is_muted_loses_the_channel_that_people_write_to() {
        try (var _ = enforcer()) {
            database.execute(
                    "update public.room_participants set muted_until = 'infinity' where user_id = '%s'"
                            .formatted(bob));

            assertThat(target.await(1))
                    .containsExactly(
                            "revoke %s presence-room-%s: You are muted in this room."
                                    .formatted(bob, room));
        }
    }

    @Test
    void what_nobody_was_there_to_see_is_told_by_the_next_worker() {
        remove(bob);

        try (var _ = enforcer()) {
            assertThat(target.await(1)).containsExactly(removal(bob));
        }
    }

    @Test
    void who_is_back_before_it_was_told_is_left_alone() {
        remove(bob);
        join(bob);

        try (var _ = enforcer()) {
            Awaitility.await().until(() -> pending() == 0);
        }
        assertThat(target.told()).isEmpty();
    }

    @Test
    void a_target_that_is_away_is_told_when_it_is_back() {
        target.failing(new Failure.Unavailable(Optional.of(Duration.ofMillis(10))));
        try (var _ = enforcer()) {
            remove(bob);
            Awaitility.await().until(() -> target.failed() > 2);
            assertThat(pending()).isEqualTo(1);

            target.recover();

            assertThat(target.await(1)).containsExactly(removal(bob));
        }
    }

    @Test
    void a_worker_that_takes_over_tells_what_the_other_could_not() {
        target.failing(new Failure.Unavailable(Optional.of(Duration.ofMillis(10))));
        try (var _ = enforcer()) {
            remove(bob);
            Awaitility.await().until(() -> target.failed() > 0);
        }
        target.recover();
        database.execute(
                "update parley.access_changes set claimed_until = clock_timestamp() where target = '%s'"
                        .formatted(target.name()));

        try (var _ = enforcer()) {
            assertThat(target.await(1)).containsExactly(removal(bob));
        }
    }

    @Test
    void several_rooms_of_one_person_are_one_errand() {
        var other = database.room("private", ann);
        database.execute(
                "insert into public.room_participants(room_id, user_id) values ('%s', '%s')"
                        .formatted(other, bob));
        database.execute(
                "delete from public.room_participants where user_id = '%s'".formatted(bob));

        try (var _ = enforcer()) {
            assertThat(target.await(1).getFirst())
                    .contains("private-room-" + room, "private-room-" + other);
            Awaitility.await().until(() -> pending() == 0);
        }
        assertThat(target.told()).hasSize(1);
    }

    @Test
    void people_are_told_on_their_own_channel() {
        var cara = database.person("Cara");
        try (var _ = enforcer()) {
            join(cara);
            Awaitility.await().until(() -> target.notices().size() == 1);
            remove(cara);
            target.await(1);
        }

        assertThat(target.notices())
                .extracting(event -> event.channel() + " " + event.name() + " " + event.data())
                .containsExactly(notice(cara, "added-to-room"), notice(cara, "removed-from-room"));
    }

    @Test
    void who_is_mentioned_is_told_of_the_last_message_and_loses_nothing() {
        var message = UUID.randomUUID();
        for (var id : List.of(UUID.randomUUID(), message)) {
            database.execute(
                    "insert into public.messages(id, room_id, user_id, content) values ('%s', '%s', '%s', 'see <@%s>')"
                            .formatted(id, room, ann, bob));
        }

        try (var _ = enforcer()) {
            Awaitility.await().until(() -> pending() == 0);
        }

        assertThat(target.told()).isEmpty();
        assertThat(target.notices())
                .extracting(event -> event.channel() + " " + event.name() + " " + event.data())
                .containsExactly(
                        "#server-to-user-%s mentioned {\"room_id\":\"%s\",\"message_id\":\"%s\"}"
                                .formatted(bob, room, message));
    }

    @Test
    void a_session_that_was_not_renewed_is_dismissed() throws SQLException {
        try (var enforcer = enforcer()) {
            enforcer.registerConnection("1.2", bob, "laptop", Instant.now().minusSeconds(1));
            enforcer.registerConnection("3.4", ann, "phone", Instant.now().minusSeconds(1));
            enforcer.registerConnection("5.6", ann, "phone", Instant.now().plusSeconds(3_600));

            assertThat(target.await(1)).containsExactly("dismiss " + bob);
        }
        assertThat(sessions(ann)).isEqualTo(1);
        assertThat(sessions(bob)).isZero();
    }

    @Test
    void a_session_is_not_noted_where_the_server_watches_the_time() throws SQLException {
        var watching = new GuardedTarget("w" + UUID.randomUUID(), true);
        try (var enforcer = keeper(watching)) {
            enforcer.registerConnection("1.2", bob, "laptop", Instant.now());
        }
        assertThat(sessions(bob)).isZero();
    }

    @Test
    void without_a_database_the_memory_serves() throws SQLException {
        try (var enforcer =
                AccessEnforcer.start(
                        List.of(target),
                        Optional.empty(),
                        new WorkerMeters(registry),
                        InstantSource.system(),
                        new Random(1))) {
            enforcer.left(room, bob);
            target.await(1);
            enforcer.registerConnection("1.2", ann, "laptop", Instant.now().minusSeconds(1));

            assertThat(target.await(2)).containsExactly(removal(bob), "dismiss " + ann);
        }
    }

    private AccessEnforcer enforcer() {
        return keeper(target);
    }

    private AccessEnforcer keeper(Target of) {
        return AccessEnforcer.start(
                List.of(of),
                Optional.of(database.pool()),
                new WorkerMeters(registry),
                InstantSource.system(),
                new Random(1));
    }

    private void join(String person) {
        database.execute(
                "insert into public.room_participants(room_id, user_id) values ('%s', '%s')"
                        .formatted(room, person));
    }

    private void remove(String person) {
        database.execute(
                "delete from public.room_participants where room_id = '%s' and user_id = '%s'"
                        .formatted(room, person));
    }

    private int pending() {
        return Integer.parseInt(
                database.value(
                        "select count(*) from parley.access_changes where target = '%s'"
                                .formatted(target.name())));
    }

    private int sessions(String person) {
        return Integer.parseInt(
                database.value(
                        "select count(*) from parley.sessions where user_id = '%s'"
                                .formatted(person)));
    }

    private String removal(String person) {
        return "revoke %1$s private-room-%2$s private-encrypted-room-%2$s presence-room-%2$s: You are not a participant of this room."
                .formatted(person, room);
    }

    private String notice(String person, String name) {
        return "#server-to-user-%s %s {\"room_id\":\"%s\"}".formatted(person, name, room);
    }
}
