// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.SubscriptionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The server against Pusher's own libraries for Java.
class OfficialClientsTest {
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final Endpoint endpoint = new Endpoint();
    private final RunningServer server =
            new RunningServer(Change.app(app -> app.withWebhooks(endpoint.all())));
    private final com.pusher.rest.Pusher backend =
            new com.pusher.rest.Pusher(
                    RunningServer.APP_ID,
                    RunningServer.KEY.key(),
                    RunningServer.KEY.secret().reveal(),
                    MASTER_KEY);
    private final List<Pusher> clients = new ArrayList<>();

    OfficialClientsTest() {
        backend.setHost("127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        clients.forEach(Pusher::disconnect);
        server.close();
        endpoint.close();
    }

    @Test
    void an_event_of_the_backend_reaches_a_subscriber() throws InterruptedException {
        var log = new OfficialLog();
        connect("ada", log).subscribe("news", log, "headline");
        log.next("subscribed news");

        var result = backend.trigger("news", "headline", Map.of("text", "Zoë € 😀"));

        assertThat(result.getHttpStatus()).isEqualTo(200);
        log.next("headline {\"text\":\"Zoë € 😀\"}");
    }

    @Test
    void a_batch_of_the_backend_arrives_in_order() throws InterruptedException {
        var log = new OfficialLog();
        connect("ada", log).subscribe("news", log, "a", "b");
        log.next("subscribed news");

        var result =
                backend.trigger(List.of(new Event("news", "a", "1"), new Event("news", "b", "2")));

        assertThat(result.getHttpStatus()).isEqualTo(200);
        log.next("a \"1\"");
        log.next("b \"2\"");
    }

    @Test
    void members_of_a_private_channel_talk_to_each_other() throws InterruptedException {
        var adaLog = new OfficialLog();
        var bobLog = new OfficialLog();
        var ada = connect("ada", adaLog).subscribePrivate("private-chat", adaLog);
        connect("bob", bobLog).subscribePrivate("private-chat", bobLog, "client-typing");
        adaLog.next("subscribed private-chat");
        bobLog.next("subscribed private-chat");

        ada.trigger("client-typing", "{\"on\":true}");

        bobLog.next("client-typing {\"on\":true}");
    }

    @Test
    void members_of_a_presence_channel_see_each_other() throws InterruptedException {
        var adaLog = new OfficialLog();
        var bobLog = new OfficialLog();
        connect("ada", adaLog).subscribePresence("presence-room", adaLog);
        adaLog.next("members [ada]");
        adaLog.next("subscribed presence-room");
        var bob = connect("bob", bobLog);
        bob.subscribePresence("presence-room", bobLog);
        bobLog.next("members [ada, bob]");

        adaLog.next("joined bob {\"name\":\"bob\"}");
        assertThat(backend.get("/channels/presence-room/users").getMessage())
                .isEqualTo("{\"users\":[{\"id\":\"ada\"},{\"id\":\"bob\"}]}");
        assertThat(
                        backend.get(
                                        "/channels",
                                        Map.of(
                                                "filter_by_prefix",
                                                "presence-",
                                                "info",
                                                "user_count"))
                                .getMessage())
                .isEqualTo("{\"channels\":{\"presence-room\":{\"user_count\":2}}}");
        bob.disconnect();

        adaLog.next("left bob");
    }

    @Test
    void a_wrong_key_stops_the_client() throws InterruptedException {
        var log = new OfficialLog();
        var options = options();
        var client = new Pusher("nobody", options);
        clients.add(client);

        client.connect(log, ConnectionState.ALL);

        log.next("error 4001");
        log.next("DISCONNECTED");
    }

    @Test
    void what_the_backend_seals_only_members_can_read() throws InterruptedException {
        var log = new OfficialLog();
        connect("ada", log).subscribePrivateEncrypted("private-encrypted-room", log, "secret");
        log.next("subscribed private-encrypted-room");

        var result = backend.trigger("private-encrypted-room", "secret", Map.of("a", 1));

        assertThat(result.getHttpStatus()).isEqualTo(200);
        log.next("secret {\"a\":1}");
    }

    @Test
    void a_cache_channel_tells_a_newcomer_the_last_event_or_that_there_is_none()
            throws InterruptedException {
        var early = new OfficialLog();
        connect("ada", early).subscribe("cache-price", early, "price", "pusher:cache_miss");
        early.next("subscribed cache-price");
        early.next("pusher:cache_miss {}");
        backend.trigger("cache-price", "price", 7);
        early.next("price 7");
        var late = new OfficialLog();

        connect("bob", late).subscribe("cache-price", late, "price", "pusher:cache_miss");

        late.next("subscribed cache-price");
        late.next("price 7");
        assertThat(backend.get("/channels/cache-price", Map.of("info", "cache")).getMessage())
                .startsWith("{\"occupied\":true,\"cache\":{\"data\":\"7\",\"ttl\":1");
    }

    @Test
    void a_user_who_signed_in_gets_events_and_can_be_sent_away() throws InterruptedException {
        var log = new OfficialLog();
        var other = new OfficialLog();
        var ada = signIn("ada", log);
        signIn("bob", other);
        ada.user().bind("note", log);

        tell("bob", "note");
        tell("ada", "note");
        log.next("note hi");
        var result = backend.post("/users/ada/terminate_connections", "{}");

        assertThat(result.getHttpStatus()).isEqualTo(200);
        log.next("error 4009");
        log.next("DISCONNECTED");
        other.expectNothing();
    }

    @Test
    void the_sender_of_an_event_can_be_left_out() throws InterruptedException {
        var log = new OfficialLog();
        var ada = connect("ada", log);
        ada.subscribe("news", log, "e", "f");
        log.next("subscribed news");

        backend.trigger("news", "e", "x", ada.getConnection().getSocketId());
        backend.trigger("news", "f", "x");

        log.next("f \"x\"");
    }

    @Test
    void the_backend_can_trust_a_webhook() throws InterruptedException {
        var log = new OfficialLog();
        connect("ada", log).subscribe("news", log, "e");
        log.next("subscribed news");

        var request = endpoint.next();

        assertThat(
                        backend.validateWebhookSignature(
                                request.header("X-pusher-key"),
                                request.header("X-pusher-signature"),
                                request.body()))
                .isEqualTo(Validity.VALID);
        assertThat(
                        backend.validateWebhookSignature(
                                request.header("X-pusher-key"),
                                request.header("X-pusher-signature"),
                                request.body() + " "))
                .isEqualTo(Validity.INVALID);
    }

    private Pusher signIn(String userId, OfficialLog log) throws InterruptedException {
        var signedIn = new CountDownLatch(1);
        var options = options().setUserAuthenticator(socketId -> userAuth(socketId, userId));
        var client = new Pusher(RunningServer.KEY.key(), options);
        clients.add(client);
        client.user()
                .bind(
                        "ready",
                        new SubscriptionEventListener() {
                            @Override
                            public void onEvent(PusherEvent event) {
                                signedIn.countDown();
                            }
                        });
        // Before it connects: asked for while the connection opens, the library signs in twice.
        client.signin();
        client.connect(log, ConnectionState.ALL);
        log.next("CONNECTED");
        // The client does not tell when it is subscribed to its own events.
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    tell(userId, "ready");
                    return signedIn.await(50, TimeUnit.MILLISECONDS);
                });
        return client;
    }

    /// Publishes to a user; this version of the library has no call of its own for it.
    private void tell(String userId, String event) {
        var body =
                "{\"name\":\"%s\",\"channel\":\"#server-to-user-%s\",\"data\":\"hi\"}"
                        .formatted(event, userId);
        assertThat(backend.post("/events", body).getHttpStatus()).isEqualTo(200);
    }

    private static String userAuth(String socketId, String userId) {
        var data = "{\"id\":\"" + userId + "\"}";
        return "{\"auth\":\"%s\",\"user_data\":\"%s\"}"
                .formatted(RunningServer.KEY.userAuth(socketId, data), data.replace("\"", "\\\""));
    }

    private Pusher connect(String userId, OfficialLog log) throws InterruptedException {
        var signing = new com.pusher.rest.Pusher("x", "test-key", "test-secret", MASTER_KEY);
        var options =
                options()
                        .setChannelAuthorizer((channel, socketId) ->
                                channel.startsWith("presence-")
                                        ? signing.authenticate(
                                                socketId,
                                                channel,
                                                new PresenceUser(userId, Map.of("name", userId)))
                                        : signing.authenticate(socketId, channel));
        var client = new Pusher(RunningServer.KEY.key(), options);
        clients.add(client);
        client.connect(log, ConnectionState.ALL);
        log.next("CONNECTED");
        return client;
    }

    private PusherOptions options() {
        return new PusherOptions()
                .setHost("127.0.0.1")
                .setWsPort(server.port())
                .setUseTLS(false)
                .setMaxReconnectionAttempts(1);
    }
}
