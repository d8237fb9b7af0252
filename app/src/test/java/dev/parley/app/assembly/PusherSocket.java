// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A Pusher client of a few lines: what came is asked for one event at a time.
final class PusherSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    PusherSocket(HttpClient client, URI address) {
        this.socket =
                client.newWebSocketBuilder()
                        .buildAsync(address, new Frames())
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
    }

    /// Returns the next event of a name; others that come before it are skipped.
    JsonNode next(String event) throws InterruptedException {
        while (true) {
            var frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no " + event + " came");
            }
            var parsed = parse(frame);
            if (parsed.path("event").asText().equals(event)) {
                return parsed;
            }
        }
    }

    /// Returns the data of an event, which Pusher sends as a text of its own.
    JsonNode data(JsonNode event) {
        return parse(event.path("data").asText());
    }

    void subscribe(String channel, String auth) {
        var data = json.createObjectNode().put("channel", channel).put("auth", auth);
        var frame = json.createObjectNode().put("event", "pusher:subscribe");
        frame.set("data", data);
        send(frame.toString());
    }

    /// Signs in with what the server answered: a signature and whom it is for.
    void signIn(String identity) {
        send("{\"event\":\"pusher:signin\",\"data\":" + identity + "}");
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void send(String frame) {
        socket.sendText(frame, true).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    /// Puts the pieces of each message together.
    private final class Frames implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            message.append(piece);
            if (last) {
                frames.add(message.toString());
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, piece, last);
        }
    }
}
