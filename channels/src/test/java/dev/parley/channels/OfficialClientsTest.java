package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The server against Pusher's own libraries for Java.
class OfficialClientsTest {
    private final RunningServer server = new RunningServer();
    private final com.pusher.rest.Pusher backend =
            new com.pusher.rest.Pusher(
                    RunningServer.APP_ID,
                    RunningServer.KEY.key(),
                    RunningServer.KEY.secret().reveal());
    private final List<Pusher> clients = new ArrayList<>();

    OfficialClientsTest() {
        backend.setHost("127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        clients.forEach(Pusher::disconnect);
        server.close();
    }

    @Test
    void an_event_of_the_backend_reaches_a_subscriber() throws InterruptedException {
        var log = new Log();
        connect("ada", log).subscribe("news", log, "headline");
        log.next("subscribed news");

        var result = backend.trigger("news", "headline", Map.of("text", "Zoë € 😀"));

        assertThat(result.getHttpStatus()).isEqualTo(200);
        log.next("headline {\"text\":\"Zoë € 😀\"}");
    }

    @Test
    void a_batch_of_the_backend_arrives_in_order() throws InterruptedException {
        var log = new Log();
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
        var adaLog = new Log();
        var bobLog = new Log();
        var ada = connect("ada", adaLog).subscribePrivate("private-chat", adaLog);
        connect("bob", bobLog).subscribePrivate("private-chat", bobLog, "client-typing");
        adaLog.next("subscribed private-chat");
        bobLog.next("subscribed private-chat");

        ada.trigger("client-typing", "{\"on\":true}");

        bobLog.next("client-typing {\"on\":true}");
    }

    @Test
    void members_of_a_presence_channel_see_each_other() throws InterruptedException {
        var adaLog = new Log();
        var bobLog = new Log();
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
        var log = new Log();
        var options = options();
        var client = new Pusher("nobody", options);
        clients.add(client);

        client.connect(log, ConnectionState.ALL);

        log.next("error 4001");
        log.next("DISCONNECTED");
    }

    private Pusher connect(String userId, Log log) throws InterruptedException {
        var signing = new com.pusher.rest.Pusher("x", "test-key", "test-secret");
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

    /// What a client was told, as short sentences.
    private static final class Log
            implements ConnectionEventListener,
                    PrivateChannelEventListener,
                    PresenceChannelEventListener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        void next(String expected) throws InterruptedException {
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo(expected);
        }

        @Override
        public void onConnectionStateChange(ConnectionStateChange change) {
            var state = change.getCurrentState();
            if (state == ConnectionState.CONNECTED || state == ConnectionState.DISCONNECTED) {
                lines.add(state.name());
            }
        }

        @Override
        public void onError(String message, @Nullable String code, @Nullable Exception e) {
            if (code != null) {
                lines.add("error " + code);
            }
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            lines.add("subscribed " + channel);
        }

        @Override
        public void onEvent(PusherEvent event) {
            lines.add(event.getEventName() + " " + event.getData());
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            lines.add("refused " + message);
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            lines.add("members " + users.stream().map(User::getId).sorted().toList());
        }

        @Override
        public void userSubscribed(String channel, User user) {
            lines.add("joined " + user.getId() + " " + user.getInfo());
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            lines.add("left " + user.getId());
        }
    }
}
