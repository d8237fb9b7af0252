// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.ClientSettings.PusherSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;

/// A backend that publishes by the signed HTTP API, one event after the other. One thread uses it.
final class Publisher {
    private static final int OK = 200;
    private static final String TEXT = "Tea is ready, and there is cake for everybody. ".repeat(3);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final PusherSettings pusher;
    private final Clock clock;

    Publisher(HttpClient client, PusherSettings pusher, Clock clock) {
        this.client = client;
        this.pusher = pusher;
        this.clock = clock;
    }

    /// Publishes to a channel until the deadline, and once at least.
    ///
    /// @return how many events
    /// @throws IOException when one is refused
    int publishUntil(Deadline deadline, String channel) throws IOException, InterruptedException {
        int published = 0;
        do {
            publish(channel, published);
            published++;
        } while (!deadline.passed());
        return published;
    }

    private void publish(String channel, int number) throws IOException, InterruptedException {
        var data = json.createObjectNode().put("number", number).put("text", TEXT).toString();
        var event = json.createObjectNode().put("name", "spoken").put("data", data);
        event.putArray("channels").add(channel);
        var body = json.writeValueAsBytes(event);
        var request =
                HttpRequest.newBuilder(address(body))
                        .timeout(AotWarmup.PATIENCE)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException("an event was refused: " + response.body());
        }
    }

    private URI address(byte[] body) {
        var path = "/apps/" + pusher.appId() + "/events";
        long now = clock.instant().getEpochSecond();
        var query = pusher.credentials().signedQuery("POST", path, body, now);
        return URI.create("http://%s:%d%s?%s".formatted(pusher.host(), pusher.port(), path, query));
    }
}
