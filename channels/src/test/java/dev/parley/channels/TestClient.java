// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket client that records what it is sent, frame by frame.
final class TestClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private String socketId = "";

    TestClient(HttpClient http, URI address) {
        socket =
                http.newWebSocketBuilder()
                        .connectTimeout(PATIENCE)
                        .buildAsync(address, new Recorder())
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join();
    }

    /// Takes the first frame and learns the socket id.
    void greeted() {
        var data = parse(next("pusher:connection_established").get("data").asText());
        assertThat(data.get("activity_timeout").asInt()).isPositive();
        socketId = data.get("socket_id").asText();
    }

    String socketId() {
        return socketId;
    }

    void send(String text) {
        socket.sendText(text, true).orTimeout(5, TimeUnit.SECONDS).join();
    }

    void subscribe(String channel) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    /// Subscribes with a right signature.
    void subscribe(String channel, @Nullable String channelData) {
        var data = JSON.createObjectNode().put("channel", channel);
        data.put("auth", RunningServer.KEY.channelAuth(socketId, channel, channelData));
        if (channelData != null) {
            data.put("channel_data", channelData);
        }
        var frame = JSON.createObjectNode().put("event", "pusher:subscribe");
        send(frame.set("data", data).toString());
    }

    /// Subscribes, with a signature where one is needed, and waits for the success.
    JsonNode join(String channel) {
        if (channel.startsWith("private-")) {
            subscribe(channel, null);
        } else {
            subscribe(channel);
        }
        return next("pusher_internal:subscription_succeeded");
    }

    /// Joins a presence channel as a user and returns the `presence` object.
    JsonNode joinAs(String channel, String userId) {
        subscribe(channel, "{\"user_id\":\"" + userId + "\"}");
        var success = next("pusher_internal:subscription_succeeded");
        return parse(success.get("data").asText()).get("presence");
    }

    /// Signs in with a right signature.
    void signIn(String userData) {
        var data = JSON.createObjectNode();
        data.put("auth", RunningServer.KEY.userAuth(socketId, userData));
        data.put("user_data", userData);
        var frame = JSON.createObjectNode().put("event", "pusher:signin");
        send(frame.set("data", data).toString());
    }

    void unsubscribe(String channel) {
        send("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    /// Waits for the next frame, which must be this event.
    JsonNode next(String event) {
        var frame = parse(nextText());
        assertThat(frame.get("event").asText()).as("%s", frame).isEqualTo(event);
        return frame;
    }

    /// Waits for the next frame.
    String nextText() {
        try {
            var text = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (text == null) {
                throw new AssertionError("no frame came");
            }
            return text;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Proves that nothing was sent: a ping is answered next.
    void expectNothing() {
        send("{\"event\":\"pusher:ping\",\"data\":{}}");
        next("pusher:pong");
    }

    /// Waits for the close and returns its code.
    int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    void closeNormally() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(5, TimeUnit.SECONDS).join();
    }

    WebSocket socket() {
        return socket;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Recorder implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
