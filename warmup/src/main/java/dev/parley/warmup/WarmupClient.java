// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.ClientSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A signed-in user, who sends the requests of a browser to gateway and worker.
final class WarmupClient {
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final ClientSettings settings;
    private final String token;

    private WarmupClient(HttpClient client, ClientSettings settings)
            throws IOException, InterruptedException {
        this.client = client;
        this.settings = settings;
        var name = "{\"data\":{\"display_name\":\"Ada\"}}";
        this.token = send(request("/auth/v1/signup", name)).path("access_token").asText();
    }

    static WarmupClient signIn(HttpClient client, ClientSettings settings)
            throws IOException, InterruptedException {
        return new WarmupClient(client, settings);
    }

    /// Makes a private room and returns its id.
    String createRoom() throws IOException, InterruptedException {
        var arguments = JSON.createObjectNode().put("name", "Tea").toString();
        return call("create_room", arguments).path("id").asText();
    }

    void say(String room, String content) throws IOException, InterruptedException {
        var arguments =
                JSON.createObjectNode()
                        .put("id", UUID.randomUUID().toString())
                        .put("room", room)
                        .put("content", content);
        var _ = call("send_message", arguments.toString());
    }

    /// Returns the signature that lets a socket of ours join a channel.
    String authorize(String socketId, String channel) throws IOException, InterruptedException {
        var form = "socket_id=" + encoded(socketId) + "&channel_name=" + encoded(channel);
        var request =
                HttpRequest.newBuilder(URI.create(settings.parleyUrl() + "/pusher/auth"))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        return send(request).path("auth").asText();
    }

    private JsonNode call(String function, String arguments)
            throws IOException, InterruptedException {
        return send(
                request("/rest/v1/rpc/" + function, arguments)
                        .header("authorization", "Bearer " + token));
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(settings.supabaseUrl() + path))
                .header("apikey", settings.anonKey())
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response =
                client.send(request.timeout(AotWarmup.PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException("a request was refused: " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
