// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pusher's own libraries for Java against the running product.
@Timeout(180)
final class PusherLibrariesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Configuration configuration =
            Configuration.read(ServiceTest.FREE_PORTS, RunMode.EVERYTHING);
    private final DataFolder folder;
    private final Service service;
    private final ClientSettings settings;

    PusherLibrariesTest(@TempDir Path temporary) {
        folder = DataFolder.open(temporary.resolve("data"));
        service =
                Service.everything(
                        configuration, folder, temporary.resolve("page"), new Unwatched());
        settings = ClientSettings.of(configuration, service.start().ports(), "127.0.0.1");
    }

    @AfterEach
    void stop() {
        service.close();
        folder.close();
        http.close();
    }

    @Test
    void the_client_hears_a_committed_message_of_a_private_room() throws Exception {
        var ada = SignedInClient.signIn(http, settings);
        var room = ada.createRoom("Tea");
        var ear = new Ear();
        var client = connect(ada);

        client.subscribePrivate("private-room-" + room, ear, "new-message");
        assertThat(ear.next()).isEqualTo("subscribed private-room-" + room);
        var said = ada.say(room, "Zoë € 😀");

        var heard = new ObjectMapper().readTree(ear.next());
        assertThat(heard.path("content").asText()).isEqualTo("Zoë € 😀");
        assertThat(heard.path("seq")).isEqualTo(said.path("seq"));
        client.disconnect();
    }

    @Test
    void the_client_is_told_that_a_stranger_may_not_listen() throws Exception {
        var room = SignedInClient.signIn(http, settings).createRoom("Tea");
        var ear = new Ear();
        var stranger = connect(SignedInClient.signIn(http, settings));

        stranger.subscribePrivate("private-room-" + room, ear, "new-message");

        assertThat(ear.next()).startsWith("refused").contains("403");
        stranger.disconnect();
    }

    @Test
    void the_backend_library_publishes_and_asks() throws Exception {
        var ada = SignedInClient.signIn(http, settings);
        var channel = "private-room-" + ada.createRoom("Tea");
        var ear = new Ear();
        var client = connect(ada);
        client.subscribePrivate(channel, ear, "note");
        assertThat(ear.next()).isEqualTo("subscribed " + channel);
        var backend = backend(settings.pusher().credentials().secret().reveal());

        var published = backend.trigger(channel, "note", Map.of("text", "hello"));
        var occupied = backend.get("/channels/" + channel);

        assertThat(published.getHttpStatus()).isEqualTo(200);
        assertThat(ear.next()).isEqualTo("{\"text\":\"hello\"}");
        assertThat(occupied.getMessage()).isEqualTo("{\"occupied\":true}");
        client.disconnect();
    }

    @Test
    void the_backend_library_with_a_wrong_secret_is_refused() {
        var result = backend("another-secret").trigger("room-1", "note", "hello");

        assertThat(result.getHttpStatus()).isEqualTo(401);
    }

    private com.pusher.rest.Pusher backend(String secret) {
        var pusher = settings.pusher();
        var backend =
                new com.pusher.rest.Pusher(pusher.appId(), pusher.credentials().key(), secret);
        backend.setHost(pusher.host() + ":" + pusher.port());
        return backend;
    }

    private Pusher connect(SignedInClient signedInClient) {
        var authorizer = new HttpChannelAuthorizer(settings.parleyUrl() + "/pusher/auth");
        authorizer.setHeaders(Map.of("Authorization", "Bearer " + signedInClient.token()));
        var pusher = settings.pusher();
        var client =
                new Pusher(
                        pusher.credentials().key(),
                        new PusherOptions()
                                .setHost(pusher.host())
                                .setWsPort(pusher.port())
                                .setUseTLS(false)
                                .setChannelAuthorizer(authorizer));
        client.connect();
        return client;
    }

    /// What a subscriber was told, one text each.
    private static final class Ear implements PrivateChannelEventListener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return requireNonNull(told.poll(10, TimeUnit.SECONDS), "nothing was told in 10 s");
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            told.add("subscribed " + channel);
        }

        @Override
        public void onEvent(PusherEvent event) {
            told.add(event.getData());
        }

        @Override
        public void onAuthenticationFailure(String message, Exception cause) {
            told.add("refused " + message + " " + cause.getMessage());
        }
    }

    /// Nobody watches the start.
    private static final class Unwatched implements StartupProgress {
        @Override
        public void starting(String part) {}

        @Override
        public void started(String part, String detail) {}
    }
}
