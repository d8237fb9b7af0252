// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.ClientSettings.PusherSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A browser's connection to the Pusher server. One thread uses it; frames come by the client's threads
/// and wait in a queue.
public final class Socket implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PusherSettings pusher;
    private final WebSocket socket;
    private final Inbox inbox;
    private final String id;

    private Socket(PusherSettings pusher, WebSocket socket, Inbox inbox, String id) {
        this.pusher = pusher;
        this.socket = socket;
        this.inbox = inbox;
        this.id = id;
    }

    /// Connects as a program that is no browser, and waits for the first frame.
    ///
    /// @throws IOException saying why the server does not let us in
    public static Socket connect(HttpClient client, PusherSettings pusher)
            throws IOException, InterruptedException {
        return connect(client.newWebSocketBuilder(), pusher);
    }

    /// Connects as a page of `origin` does.
    ///
    /// @throws IOException saying why the server does not let it in
    public static Socket connect(HttpClient client, PusherSettings pusher, String origin)
            throws IOException, InterruptedException {
        return connect(client.newWebSocketBuilder().header("Origin", origin), pusher);
    }

    private static Socket connect(WebSocket.Builder client, PusherSettings pusher)
            throws IOException, InterruptedException {
        var inbox = new Inbox();
        var address =
                URI.create(
                        "%s://%s:%d/app/%s?protocol=7&client=parley-doctor&version=1"
                                .formatted(
                                        pusher.tls() ? "wss" : "ws",
                                        pusher.host(),
                                        pusher.port(),
                                        pusher.credentials().key()));
        try {
            var socket =
                    client.connectTimeout(Deployment.PATIENCE)
                            .buildAsync(address, inbox)
                            .get(Deployment.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var first = inbox.next(Deployment.PATIENCE);
            if (first == null || !isNamed(first, "pusher:connection_established")) {
                throw new IOException(first == null ? "no first frame came" : refusal(first));
            }
            return new Socket(pusher, socket, inbox, data(first).path("socket_id").asText());
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "no WebSocket at %s:%d: %s".formatted(pusher.host(), pusher.port(), e), e);
        }
    }

    /// Subscribes to a private channel, with a signature made here, and waits until that is done.
    public void join(String channel) throws IOException, InterruptedException {
        var data = JSON.createObjectNode().put("channel", channel);
        if (channel.startsWith("private-")) {
            data.put("auth", pusher.credentials().channelAuth(id, channel, null));
        }
        send(JSON.createObjectNode().put("event", "pusher:subscribe").set("data", data));
        var answer =
                await(
                        frame ->
                                isNamed(frame, "pusher_internal:subscription_succeeded")
                                        || isNamed(frame, "pusher:error"),
                        Deployment.PATIENCE);
        if (answer == null || isNamed(answer, "pusher:error")) {
            throw new IOException(answer == null ? "no answer to a subscription" : refusal(answer));
        }
    }

    /// Sends an event to the others on a channel.
    public void trigger(String channel, String event) throws IOException, InterruptedException {
        var frame = JSON.createObjectNode().put("event", event).put("channel", channel);
        send(frame.set("data", JSON.createObjectNode()));
    }

    /// Waits for a frame, passing over others.
    ///
    /// @return null when none came in time
    public @Nullable JsonNode await(Predicate<JsonNode> wanted, Duration patience)
            throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            var frame = left.isNegative() ? null : inbox.next(left);
            if (frame == null || wanted.test(frame)) {
                return frame;
            }
        }
    }

    /// Says whether a frame is of an event.
    public static boolean isNamed(JsonNode frame, String event) {
        return frame.path("event").asText().equals(event);
    }

    /// Returns what a frame carries, whether as an object or as text.
    public static JsonNode data(JsonNode frame) {
        var data = frame.path("data");
        try {
            return data.isTextual() ? JSON.readTree(data.asText()) : data;
        } catch (JsonProcessingException _) {
            return data; // the text of an app, which need not be JSON
        }
    }

    /// Returns why the server refuses something.
    public static String refusal(JsonNode frame) {
        var data = data(frame);
        return "%s %s"
                .formatted(data.path("code").asText("error"), data.path("message").asText())
                .strip();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void send(JsonNode frame) throws IOException, InterruptedException {
        send(frame.toString());
    }

    private void send(String text) throws IOException, InterruptedException {
        try {
            socket.sendText(text, true).get(Deployment.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the socket takes nothing any more", e);
        }
    }

    /// The frames that came and were not looked at yet.
    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        @Nullable JsonNode next(Duration patience) throws InterruptedException {
            return frames.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(Long.MAX_VALUE);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence piece, boolean last) {
            message.append(piece);
            if (last) {
                try {
                    frames.add(JSON.readTree(message.toString()));
                } catch (JsonProcessingException e) {
                    frames.add(problem(0, "not JSON: " + e.getOriginalMessage()));
                }
                message.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            frames.add(problem(code, reason));
            return null;
        }

        private static JsonNode problem(int code, String message) {
            var frame = JSON.createObjectNode().put("event", "pusher:error");
            frame.putObject("data").put("code", code).put("message", message);
            return frame;
        }
    }
}
