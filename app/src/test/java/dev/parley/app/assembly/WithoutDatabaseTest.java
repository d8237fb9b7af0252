// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.client.PusherClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker that has neither `DATABASE_URL` nor channels of its own, beside a whole product that plays
/// Supabase and the Pusher server to it.
@Timeout(180)
final class WithoutDatabaseTest {
    private static final String HOOK = "x-webhook-secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private Path temporary;

    @Test
    void it_asks_supabase_who_may_listen_and_puts_out_who_left() throws Exception {
        var everything = Configuration.read(ServiceTest.FREE_PORTS, RunMode.EVERYTHING);
        try (client;
                var folder = DataFolder.open(temporary.resolve("data"));
                var product = Service.everything(everything, folder, page(), new Silent())) {
            var settings = settings(everything, product.start().ports());
            try (var worker = Service.workerAlone(alone(settings), new Silent())) {
                var port = worker.start().ports().page();
                var ada = SignedInClient.signIn(client, settings);
                var stranger = SignedInClient.signIn(client, settings);
                var room = ada.createRoom("Tea");
                var channel = "private-room-" + room;

                try (var subscriber =
                        PusherClient.connect(
                                client.newWebSocketBuilder(),
                                settings.pusher().socketAddress("test"),
                                Duration.ofSeconds(10))) {
                    var form =
                            "socket_id=%s&channel_name=%s"
                                    .formatted(subscriber.socketId(), channel);

                    var refused = post(port, "/pusher/auth", form, stranger.token());
                    var presence =
                            post(
                                    port,
                                    "/pusher/auth",
                                    form.replace("private-", "presence-"),
                                    ada.token());
                    var identity = post(port, "/pusher/user-auth", form, ada.token());
                    var granted = post(port, "/pusher/auth", form, ada.token());
                    var user = JSON.readTree(identity.body());
                    var userData = user.path("user_data").asText();
                    subscriber.signIn(user.path("auth").asText(), userData);
                    subscriber.subscribe(
                            channel, JSON.readTree(granted.body()).path("auth").asText(), null);

                    assertThat(refused.statusCode()).isEqualTo(403);
                    assertThat(refused.body()).contains("You are not a participant of this room.");
                    assertThat(presence.body()).contains("channel_data", "Ada");
                    assertThat(identity.body()).contains("user_data", "Ada");

                    var left =
                            "{\"type\":\"DELETE\",\"table\":\"room_participants\",\"old_record\":{\"room_id\":\"%s\",\"user_id\":\"%s\"}}"
                                    .formatted(room, JSON.readTree(userData).path("id").asText());
                    assertThat(hook(port, left).statusCode()).isEqualTo(200);

                    var told = subscriber.next("pusher:subscription_error");
                    assertThat(told.channel()).isEqualTo(channel);
                    assertThat(told.data().path("status").asInt()).isEqualTo(403);
                }
            }
        }
    }

    private static Configuration alone(ClientSettings settings) {
        var pusher = settings.pusher();
        return Configuration.read(
                Map.ofEntries(
                        entry("PORT", "0"),
                        entry("CAPTURE", "forward"),
                        entry("WEBHOOK_SECRET", HOOK),
                        entry("SUPABASE_URL", settings.supabaseUrl().toString()),
                        entry("SUPABASE_ANON_KEY", settings.anonKey()),
                        entry("SUPABASE_JWT_SECRET", settings.jwtSecret().orElseThrow().reveal()),
                        entry("PUSHER_APP_ID", pusher.appId()),
                        entry("PUSHER_KEY", pusher.credentials().key()),
                        entry("PUSHER_SECRET", pusher.credentials().secret().reveal()),
                        entry("PUSHER_HOST", pusher.host()),
                        entry("PUSHER_PORT", Integer.toString(pusher.port())),
                        entry("PUSHER_TLS", "false")),
                RunMode.WORKER);
    }

    private HttpResponse<String> post(int port, String path, String form, String token)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> hook(int port, String payload)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook"))
                        .header("x-webhook-secret", HOOK)
                        .POST(BodyPublishers.ofString(payload))
                        .build(),
                BodyHandlers.ofString());
    }

    private Path page() throws IOException {
        var page = Files.createDirectories(temporary.resolve("page"));
        Files.writeString(page.resolve("index.html"), "the page");
        return page;
    }

    private static ClientSettings settings(Configuration configuration, Ports ports) {
        return ClientSettings.of(configuration, ports, "127.0.0.1");
    }

    private static final class Silent implements StartupProgress {
        @Override
        public void starting(String part) {}

        @Override
        public void started(String part, String detail) {}
    }
}
