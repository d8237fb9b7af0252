// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Limits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientFrameWriterTest {
    static Stream<ClientFrame> frames() {
        return Stream.of(
                new ClientFrame.Subscribe("a", null, null),
                new ClientFrame.Subscribe("presence-a", "k:s", "{\"user_id\":\"1\"}"),
                new ClientFrame.Unsubscribe("a"),
                new ClientFrame.SignIn("k:s", "{\"id\":\"1\"}"),
                new ClientFrame.ClientEvent("private-a", "client-x", "{\"on\": true}"),
                new ClientFrame.ClientEvent("private-a", "client-x", null),
                new ClientFrame.Ping(),
                new ClientFrame.Pong());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void what_is_written_is_read_as_the_same_frame(ClientFrame frame) {
        var reader = new ClientFrameReader(Limits.defaults());

        assertThat(reader.read(ClientFrameWriter.write(frame))).isEqualTo(frame);
    }

    @Test
    void members_that_are_absent_are_left_out() {
        assertThat(ClientFrameWriter.write(new ClientFrame.Subscribe("a", null, null)))
                .isEqualTo("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\"}}");
    }
}
