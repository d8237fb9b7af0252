// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.client.ClientSettings.PusherSettings;
import dev.parley.protocol.AppCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A browser's socket. Once it has joined its channels, it lets everything that comes go by. One thread
/// uses it.
final class WarmupSubscriber {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocket socket;
    private final AwaitedFrames frames;
    private final String socketId;

    private WarmupSubscriber(WebSocket socket, AwaitedFrames frames, String socketId) {
        this.socket = socket;
        this.frames = frames;
        this.socketId = socketId;
    }

    /// Opens a socket and waits for its id.
    static WarmupSubscriber connect(HttpClient client, PusherSettings pusher)
            throws IOException, InterruptedException {
        var frames = new AwaitedFrames();
        var first = frames.expect("pusher:connection_established");
        var address =
                URI.create(
                        "ws://%s:%d/app/%s?protocol=7&client=training&version=1"
                                .formatted(
                                        pusher.host(), pusher.port(), pusher.credentials().key()));
        var socket = await(client.newWebSocketBuilder().buildAsync(address, frames));
        var data = parse(parse(await(first)).path("data").asText());
        return new WarmupSubscriber(socket, frames, data.path("socket_id").asText());
    }

    /// Returns the id by which this socket is authorized.
    String socketId() {
        return socketId;
    }

    void join(String channel) throws IOException, InterruptedException {
        subscribe(JSON.createObjectNode().put("channel", channel));
    }

    /// @param auth the signature that lets this socket join
    void join(String channel, String auth) throws IOException, InterruptedException {
        subscribe(JSON.createObjectNode().put("channel", channel).put("auth", auth));
    }

    void joinPrivate(String channel, AppCredentials credentials)
            throws IOException, InterruptedException {
        join(channel, credentials.channelAuth(socketId, channel, null));
    }

    void joinPresence(String channel, AppCredentials credentials, String userId)
            throws IOException, InterruptedException {
        var user = JSON.createObjectNode().put("user_id", userId).toString();
        subscribe(
                JSON.createObjectNode()
                        .put("channel", channel)
                        .put("auth", credentials.channelAuth(socketId, channel, user))
                        .put("channel_data", user));
    }

    /// Closes the socket as a browser does.
    void leave() throws IOException, InterruptedException {
        await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    private void subscribe(ObjectNode data) throws IOException, InterruptedException {
        var joined = frames.expect("pusher_internal:subscription_succeeded");
        var frame = JSON.createObjectNode().put("event", "pusher:subscribe");
        frame.set("data", data);
        await(socket.sendText(frame.toString(), true));
        await(joined);
    }

    private static <T> T await(CompletableFuture<T> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get(AotWarmup.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a socket did not get its answer", e);
        }
    }

    private static JsonNode parse(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
