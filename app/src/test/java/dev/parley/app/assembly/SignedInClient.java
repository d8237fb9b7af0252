// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Somebody signed in, who speaks to the running product over HTTP as a browser does.
final class SignedInClient {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final ClientSettings settings;
    private final String token;

    private SignedInClient(HttpClient client, ClientSettings settings)
            throws IOException, InterruptedException {
        this.client = client;
        this.settings = settings;
        this.token =
                send(request("/auth/v1/signup", "{\"data\":{\"display_name\":\"Ada\"}}"))
                        .path("access_token")
                        .asText();
    }

    static SignedInClient signIn(HttpClient client, ClientSettings settings)
            throws IOException, InterruptedException {
        return new SignedInClient(client, settings);
    }

    String token() {
        return token;
    }

    /// Makes a private room and returns its id.
    String createRoom(String name) throws IOException, InterruptedException {
        var arguments = json.createObjectNode().put("name", name).toString();
        return call("create_room", arguments).path("id").asText();
    }

    JsonNode say(String room, String content) throws IOException, InterruptedException {
        var arguments =
                json.createObjectNode()
                        .put("id", UUID.randomUUID().toString())
                        .put("room", room)
                        .put("content", content)
                        .toString();
        return call("send_message", arguments);
    }

    /// Returns the signature that lets a socket of ours join a channel.
    String authorize(String socketId, String channel) throws IOException, InterruptedException {
        var form =
                "socket_id="
                        + URLEncoder.encode(socketId, StandardCharsets.UTF_8)
                        + "&channel_name="
                        + URLEncoder.encode(channel, StandardCharsets.UTF_8);
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
        var response = client.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }
}
