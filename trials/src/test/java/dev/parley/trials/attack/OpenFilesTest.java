// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.trials.node.Node;
import dev.parley.trials.node.NodePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// More connections than the process may open files. Expected: once they are gone, every port answers
/// again by itself, and what is said about the parts is true.
final class OpenFilesTest {
    private static final int OPEN_FILES = 256;
    private static final int CONNECTIONS_PER_PORT = 300;
    private static final int MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern LISTENS =
            Pattern.compile("(?m)^ +(?:admin|channels|gateway) .*://127[.]0[.]0[.]1:(\\d+)");

    @Test
    @Tag("short")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void every_port_answers_again_after_more_connections_than_open_files(@TempDir Path data)
            throws IOException {
        var plan = NodePlan.everything(data.resolve("parley")).withOpenFiles(OPEN_FILES);
        try (var node = Node.start("open-files", plan).awaitReady()) {
            var ports = ports(node);
            assertThat(ports).hasSize(4);
            assertThat(ports).allSatisfy(port -> assertThat(answer(port)).startsWith("HTTP/1.1 "));

            var open = new ArrayList<Socket>();
            try {
                for (var i = 0; i < CONNECTIONS_PER_PORT; i++) {
                    for (var port : ports) {
                        open.add(connect(port));
                    }
                }
            } finally {
                for (var socket : open) {
                    socket.close();
                }
            }

            for (var port : ports) {
                Awaitility.await("port %d to answer again".formatted(port))
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> answer(port).startsWith("HTTP/1.1 "));
            }
            Awaitility.await("every part to be up")
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(parts(node))
                                    .containsExactlyInAnyOrder(
                                            "postgres up",
                                            "admin up",
                                            "channels up",
                                            "gateway up",
                                            "worker up"));
            Awaitility.await("to be ready").atMost(PATIENCE).until(node::isReady);
        }
    }

    private static List<Integer> ports(Node node) throws IOException {
        var ports = new ArrayList<Integer>();
        ports.add(node.address().orElseThrow().getPort());
        LISTENS.matcher(node.printed())
                .results()
                .forEach(line -> ports.add(Integer.valueOf(line.group(1))));
        return ports;
    }

    private static List<String> parts(Node node) throws IOException {
        var parts = new ArrayList<String>();
        var health = node.get("/health");
        if (health.isPresent()) {
            new ObjectMapper()
                    .readTree(health.get().body())
                    .path("parts")
                    .forEach(part ->
                            parts.add(
                                    part.path("name").asText()
                                            + (part.path("up").asBoolean() ? " up" : " down")));
        }
        return parts;
    }

    /// Connects as far as that goes; a queue that is full does not matter.
    private static Socket connect(int port) {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
        } catch (IOException _) {
            // refused, or not taken from the queue: the others are there
        }
        return socket;
    }

    private static String answer(int port) throws IOException {
        try (var socket = connect(port)) {
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII);
        }
    }
}
