// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.PusherClient;
import dev.parley.protocol.frame.ClientFrame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A [PusherClient] of the test's app, to which every message that is not the expected one is a failure.
final class TestClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PusherClient client;

    TestClient(HttpClient http, URI address) {
        client = get(() -> PusherClient.open(http.newWebSocketBuilder(), address, PATIENCE));
    }

    /// Takes the first frame and learns the socket id.
    void greeted() {
        var established = get(client::awaitConnection);
        assertThat(established.data().get("activity_timeout").asInt()).isPositive();
    }

    String socketId() {
        return client.socketId();
    }

    void send(String text) {
        run(() -> client.send(text));
    }

    void subscribe(String channel) {
        run(() -> client.send(new ClientFrame.Subscribe(channel, null, null)));
    }

    /// Subscribes with a right signature.
    void subscribe(String channel, @Nullable String channelData) {
        var auth = RunningServer.KEY.channelAuth(socketId(), channel, channelData);
        run(() -> client.send(new ClientFrame.Subscribe(channel, auth, channelData)));
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
        var auth = RunningServer.KEY.userAuth(socketId(), userData);
        run(() -> client.send(new ClientFrame.SignIn(auth, userData)));
    }

    void unsubscribe(String channel) {
        run(() -> client.send(new ClientFrame.Unsubscribe(channel)));
    }

    /// Waits for the next frame, which must be this event.
    JsonNode next(String event) {
        var frame = parse(nextText());
        assertThat(frame.get("event").asText()).as("%s", frame).isEqualTo(event);
        return frame;
    }

    /// Waits for the next frame.
    String nextText() {
        return get(client::next).text();
    }

    /// Proves that nothing was sent: a ping is answered next.
    void expectNothing() {
        run(() -> client.send(new ClientFrame.Ping()));
        next("pusher:pong");
    }

    /// Waits for the close and returns its code.
    int closeCode() {
        return get(() -> client.awaitClose(PATIENCE));
    }

    void closeNormally() {
        run(client::disconnect);
    }

    boolean isOpen() {
        return client.isOpen();
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
        client.close();
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    private static void run(Action action) {
        get(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T get(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
