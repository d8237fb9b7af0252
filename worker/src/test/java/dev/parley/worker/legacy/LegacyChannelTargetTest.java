// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.OutgoingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LegacyChannelTargetTest {
    private static final String PRIVATE = "private-room-7";

    private final RecordingTarget behind = new RecordingTarget("t");
    private final LegacyChannelTarget target = new LegacyChannelTarget(behind);

    @ParameterizedTest
    @ValueSource(strings = {"new-message", "user-joined", "user-left"})
    void what_an_old_page_knows_of_a_private_room_goes_to_its_old_channel_too(String name)
            throws InterruptedException {
        var event = new OutgoingEvent(PRIVATE, name, "{\"content\":\"Hello\"}", "1-2.7.3");

        target.deliver(List.of(event));

        assertThat(behind.taken())
                .containsExactly(
                        event, new OutgoingEvent("room-7", name, event.data(), "1-2.7.3.legacy"));
    }

    @Test
    void what_it_does_not_know_and_what_is_public_already_goes_once() throws InterruptedException {
        var events =
                List.of(
                        new OutgoingEvent(PRIVATE, "message-updated", "{}", "1"),
                        new OutgoingEvent("room-7", "new-message", "{}", "2"),
                        new OutgoingEvent("private-user-a", "room-added", "{}", "3"),
                        new OutgoingEvent(
                                PRIVATE, "new-message", "{\"fetch\":true,\"rev\":4}", "4"));

        target.deliver(events);

        assertThat(behind.taken()).containsExactlyElementsOf(events);
    }

    @Test
    void the_copies_fit_into_one_request() {
        assertThat(target.maxEvents() * 2).isLessThanOrEqualTo(behind.maxEvents());
    }
}
