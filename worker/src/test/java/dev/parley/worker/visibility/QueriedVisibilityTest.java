// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.RecordedLog;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QueriedVisibilityTest {
    private final ManualClock clock = new ManualClock();
    private final Script script = new Script();
    private final RoomVisibility visibility = new QueriedVisibility(script, clock);

    @Test
    void a_room_made_private_is_private_from_the_next_message_on() {
        script.isPublic = true;
        var before = visibility.isPublic("r1");
        script.isPublic = false;

        assertThat(before).isTrue();
        assertThat(visibility.isPublic("r1")).isFalse();
    }

    @Test
    void that_a_room_is_private_is_remembered_for_five_seconds() {
        for (var i = 0; i < 3; i++) {
            assertThat(visibility.isPublic("r1")).isFalse();
        }
        assertThat(script.questions).isEqualTo(1);

        script.isPublic = true;
        clock.advance(Duration.ofSeconds(5));
        assertThat(visibility.isPublic("r1")).isTrue();
    }

    @Test
    void a_webhook_about_the_room_makes_it_ask_anew() {
        var before = visibility.isPublic("r1");
        script.isPublic = true;

        visibility.learn("r1", true);

        assertThat(before).isFalse();
        assertThat(visibility.isPublic("r1")).isTrue();
    }

    @Test
    void what_a_webhook_says_is_no_answer() {
        visibility.learn("r1", true);

        assertThat(visibility.isPublic("r1")).isFalse();
    }

    @Test
    void a_room_is_private_while_nobody_answers_and_that_is_logged_once() {
        script.failing = true;
        try (var log = new RecordedLog(QueriedVisibility.class)) {
            assertThat(visibility.isPublic("r1")).isFalse();
            assertThat(visibility.isPublic("r2")).isFalse();

            assertThat(log.at(Level.WARN)).hasSize(1);
        }
    }

    private static final class Script implements VisibilityQuery {
        private boolean isPublic;
        private boolean failing;
        private int questions;

        @Override
        public boolean isPublic(String room) throws IOException {
            questions++;
            if (failing) {
                throw new IOException("away");
            }
            return isPublic;
        }

        @Override
        public String source() {
            return "a script";
        }
    }
}
