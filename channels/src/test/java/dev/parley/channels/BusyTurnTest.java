// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A loop that has more to write in one turn than the kernel takes in one call.
class BusyTurnTest {
    private static final int SOCKETS = 48;
    private static final int MESSAGES = 500;

    @Test
    void a_turn_of_many_small_frames_does_not_spin() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger("io.netty.channel.uring");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        try (var server = new EchoServer()) {
            var clients = new ArrayList<RawSocket>();
            for (int i = 0; i < SOCKETS; i++) {
                clients.add(new RawSocket(server.port()));
                clients.getLast().write(RawSocket.upgrade(EchoServer.PATH));
                clients.getLast().readUntil("\r\n\r\n");
            }
            var messages = new ByteArrayOutputStream();
            for (int i = 0; i < MESSAGES; i++) {
                messages.writeBytes(RawSocket.text("*"));
            }

            for (var client : clients) {
                client.write(messages.toByteArray());
            }

            var echo = "\u0081\u0001*".repeat(MESSAGES).getBytes(StandardCharsets.ISO_8859_1);
            for (var client : clients) {
                assertThat(Arrays.equals(client.read(echo.length), echo)).isTrue();
                client.close();
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .as("io_uring says that its completions overflow, if it spins")
                .isEmpty();
    }
}
