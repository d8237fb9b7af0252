// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the log says of connections that were greeted and that the server closes later.
class ClosedConnectionLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.channels.access");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RunningServer server =
            new RunningServer(Change.app(app -> app.withMaxConnections(1)));

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        server.close();
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void a_connection_that_the_server_closes_is_named_by_its_socket_id() {
        var client = server.connect();
        client.signIn("{\"id\":\"ada\"}");
        client.next("pusher:signin_success");

        server.post("/apps/test-app/users/ada/terminate_connections", "{}");

        assertThat(client.closeCode()).isEqualTo(4009);
        assertThat(closed())
                .containsExactly(
                        "[appId=\"test-app\", socketId=\"%s\", closeCode=\"4009\", reason=\"You got disconnected by the app.\"]"
                                .formatted(client.socketId()));
    }

    @Test
    void neither_a_refusal_nor_the_end_of_the_server_is_told_as_a_close() {
        var client = server.connect();
        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4004);

        server.close();

        assertThat(client.closeCode()).isEqualTo(4200);
        assertThat(closed()).isEmpty();
    }

    private List<String> closed() {
        return lines.list.stream()
                .filter(line -> line.getMessage().equals("connection closed"))
                .map(line -> line.getKeyValuePairs().toString())
                .toList();
    }
}
