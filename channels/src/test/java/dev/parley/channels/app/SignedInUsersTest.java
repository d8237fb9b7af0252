// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.frame.ServerFrame;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedInUsersTest {
    private static final String ADA_ONLINE =
            "[{\\\"name\\\":\\\"online\\\",\\\"user_ids\\\":[\\\"ada\\\"]}]";
    private static final String ADA_OFFLINE = ADA_ONLINE.replace("online", "offline");

    private Instant now = Instant.EPOCH;
    private final SignedInUsers users = new SignedInUsers(() -> now);
    private final Recorder watcher = new Recorder();
    private final Recorder ada = new Recorder();

    @Test
    void who_signs_in_learns_who_is_there_and_who_is_not() {
        users.signedIn("ada", ada, List.of());

        var state = users.signedIn("eve", watcher, List.of("ada", "bob"));

        assertThat(state)
                .isEqualTo(new ServerFrame.WatchlistEvents(List.of("ada"), List.of("bob")));
    }

    @Test
    void only_the_first_and_the_last_connection_are_told() {
        users.signedIn("eve", watcher, List.of("ada"));
        var second = new Recorder();

        users.signedIn("ada", ada, List.of());
        users.signedIn("ada", second, List.of());
        assertThat(watcher.take()).singleElement().asString().contains(ADA_ONLINE);
        users.left("ada", ada);
        pass(Duration.ofSeconds(10));
        assertThat(watcher.take()).isEmpty();
        users.left("ada", second);
        pass(Duration.ofSeconds(10));

        assertThat(watcher.take()).singleElement().asString().contains(ADA_OFFLINE);
        assertThat(ada.take()).isEmpty();
    }

    @Test
    void who_is_back_within_three_seconds_was_never_away() {
        users.signedIn("eve", watcher, List.of("ada"));
        users.signedIn("ada", ada, List.of());
        watcher.take();

        users.left("ada", ada);
        pass(Duration.ofMillis(2_999));
        users.signedIn("ada", new Recorder(), List.of());
        pass(Duration.ofSeconds(10));

        assertThat(watcher.take()).isEmpty();
    }

    @Test
    void an_absence_of_three_seconds_is_told() {
        users.signedIn("eve", watcher, List.of("ada"));
        users.signedIn("ada", ada, List.of());
        watcher.take();

        users.left("ada", ada);
        pass(Duration.ofMillis(2_999));
        assertThat(watcher.take()).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(watcher.take()).hasSize(1);
    }

    @Test
    void signing_in_again_replaces_the_watchlist() {
        users.signedIn("eve", watcher, List.of("ada"));

        users.signedIn("eve", watcher, List.of("bob"));
        users.signedIn("ada", ada, List.of());
        users.signedIn("bob", new Recorder(), List.of());

        assertThat(watcher.take()).singleElement().asString().contains("bob");
    }

    @Test
    void nothing_is_kept_of_those_who_left() {
        users.signedIn("eve", watcher, List.of("ada", "bob", "eve"));
        users.signedIn("ada", ada, List.of("eve", "nobody"));

        users.left("ada", ada);
        users.left("eve", watcher);
        users.left("eve", watcher);
        pass(Duration.ofSeconds(3));

        assertThat(users.known()).isZero();
        assertThat(watcher.take()).noneMatch(text -> text.contains("offline"));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        users.tellAbsences();
    }

    private static final class Recorder implements SignedInUsers.UserConnection {
        private final List<String> told = new ArrayList<>();

        List<String> take() {
            var taken = List.copyOf(told);
            told.clear();
            return taken;
        }

        @Override
        public void terminate() {
            throw new AssertionError("nobody asked for it");
        }

        @Override
        public void tell(TextFrame frame) {
            var buffer = Unpooled.buffer();
            frame.writeTo(buffer);
            told.add(buffer.toString(StandardCharsets.UTF_8));
            buffer.release();
        }
    }
}
