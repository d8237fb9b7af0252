// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.peer.LocalApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Real pusher-js clients in a process of Node.js, `bench/bridge/subscriber.js`.
///
/// Its clock is the one of [System#nanoTime]: both read the monotonic clock of the machine.
final class PusherJs implements Subscribers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String READY = "ready";

    private final Process node;
    private final Thread reader;

    private PusherJs(Process node, Thread reader) {
        this.node = node;
        this.reader = reader;
    }

    /// Starts the clients; returns when they are subscribed to everything.
    ///
    /// @param home the repository
    /// @param log takes what goes wrong in Node.js
    /// @param received told what they receive, by a thread of this object's
    /// @throws LoadException if they cannot subscribe
    static PusherJs start(
            Path home,
            InetSocketAddress server,
            List<String> channels,
            Path log,
            ReceivedMessages received) {
        var script = home.resolve("bench/bridge/subscriber.js").toString();
        try {
            var node = new ProcessBuilder("node", script).redirectError(log.toFile()).start();
            // closing the input ends the process, so the writer stays open
            var input = node.outputWriter();
            input.write(instructions(server, channels));
            input.flush();
            var output = node.inputReader();
            if (!READY.equals(output.readLine())) {
                node.destroy();
                throw new LoadException("pusher-js did not subscribe; see " + log);
            }
            return new PusherJs(
                    node,
                    Thread.ofPlatform()
                            .name("pusher-js")
                            .daemon()
                            .start(() -> read(output, received)));
        } catch (IOException e) {
            throw new LoadException("Node.js cannot be started: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        node.destroy();
        try {
            var _ = node.waitFor(1, TimeUnit.SECONDS);
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(BufferedReader output, ReceivedMessages received) {
        try {
            for (@Nullable String line = output.readLine();
                    line != null;
                    line = output.readLine()) {
                var space = line.indexOf(' ');
                received.received(
                        Integer.parseInt(line.substring(0, space)),
                        Long.parseLong(line.substring(space + 1)));
            }
        } catch (IOException e) {
            // the process was ended while it wrote: nobody asks any more
        } catch (RuntimeException e) { // top of the thread
            received.fail("pusher-js told something else than a receipt: " + e.getMessage());
        }
    }

    private static String instructions(InetSocketAddress server, List<String> channels)
            throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("host", server.getHostString());
            json.writeNumberField("port", server.getPort());
            json.writeStringField("key", LocalApp.KEY);
            json.writeArrayFieldStart("channels");
            for (var channel : channels) {
                json.writeString(channel);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }
}
