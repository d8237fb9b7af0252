// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.protocol.frame.ClientFrame;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PusherClientTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final AppCredentials APP = new AppCredentials("key", new Secret("secret"));
    private static final String GREETING =
            "{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"1.2\\\"}\"}";
    private static final String NEWS = "{\"event\":\"news\",\"channel\":\"a\",\"data\":\"text\"}";
    private static final String REFUSAL =
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4009,\"message\":\"no\"}}";

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.shutdownNow();
    }

    @Test
    void connecting_tells_the_socket_id() throws Exception {
        try (var server = server(_ -> List.of());
                var client = connect(server)) {
            assertThat(client.socketId()).isEqualTo("1.2");
        }
    }

    @Test
    void an_address_where_nothing_listens_is_a_failed_connection_with_its_cause()
            throws IOException {
        URI address;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("ws://127.0.0.1:" + free.getLocalPort());
        }

        assertThatExceptionOfType(ConnectionFailedException.class)
                .isThrownBy(
                        () -> PusherClient.connect(http.newWebSocketBuilder(), address, DEADLINE))
                .withMessageStartingWith("no WebSocket at 127.0.0.1:")
                .withCauseInstanceOf(ConnectException.class);
    }

    @Test
    void a_refused_connection_is_the_error_with_its_code() {
        try (var server = new ScriptedServer(List.of(REFUSAL, "close 4009"), _ -> List.of())) {
            assertThatExceptionOfType(PusherErrorException.class)
                    .isThrownBy(() -> connect(server))
                    .withMessage("4009 no")
                    .satisfies(error -> assertThat(error.code()).isEqualTo(4009));
        }
    }

    @Test
    void a_subscription_is_signed_for_the_socket_and_answered() throws Exception {
        try (var server = server(_ -> List.of(subscribed("private-a")));
                var client = connect(server)) {
            var answer = client.subscribe("private-a", APP);

            assertThat(answer.channel()).isEqualTo("private-a");
            assertThat(server.received())
                    .isEqualTo(
                            "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\",\"auth\":\"%s\"}}"
                                    .formatted(APP.channelAuth("1.2", "private-a", null)));
        }
    }

    @Test
    void a_member_of_a_presence_channel_is_part_of_the_signature() throws Exception {
        var member = "{\"user_id\":\"1\"}";
        try (var server = server(_ -> List.of(subscribed("presence-a")));
                var client = connect(server)) {
            client.subscribeAs(member, "presence-a", APP);

            assertThat(server.received())
                    .contains(APP.channelAuth("1.2", "presence-a", member), "channel_data");
        }
    }

    @Test
    void a_refused_subscription_is_an_error() throws Exception {
        try (var server = server(_ -> List.of(REFUSAL));
                var client = connect(server)) {
            assertThatExceptionOfType(PusherErrorException.class)
                    .isThrownBy(() -> client.subscribe("a"));
        }
    }

    @Test
    void events_that_come_before_an_answer_are_kept() throws Exception {
        try (var server = server(_ -> List.of(NEWS, subscribed("b"), NEWS));
                var client = connect(server)) {
            client.subscribe("b");

            assertThat(client.next("news").data().asText()).isEqualTo("text");
            assertThat(client.next().text()).isEqualTo(NEWS);
        }
    }

    @Test
    void signing_in_waits_for_the_answer() throws Exception {
        var success = "{\"event\":\"pusher:signin_success\",\"data\":{\"user_data\":\"{}\"}}";
        try (var server = server(_ -> List.of(success));
                var client = connect(server)) {
            client.signIn("key:00", "{}");

            assertThat(server.received())
                    .isEqualTo(
                            "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"key:00\",\"user_data\":\"{}\"}}");
        }
    }

    @Test
    void a_ping_on_the_way_is_answered() throws Exception {
        var ping = "{\"event\":\"pusher:ping\",\"data\":\"{}\"}";
        try (var server =
                        server(text ->
                                text.contains("client-x") ? List.of(ping, NEWS) : List.of());
                var client = connect(server)) {
            client.trigger("private-a", "client-x", "{\"on\":true}");
            client.next("news");

            assertThat(server.received())
                    .isEqualTo(
                            "{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\":{\"on\":true}}");
            assertThat(server.received()).isEqualTo("{\"event\":\"pusher:pong\",\"data\":{}}");
        }
    }

    @Test
    void what_does_not_come_exceeds_the_deadline() throws Exception {
        try (var server = server(_ -> List.of(NEWS));
                var client = connect(server)) {
            client.send(new ClientFrame.Ping());

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> client.next("a miracle", event -> event.is("miracle"), SHORT))
                    .withMessage("a miracle did not come within 50 ms");
        }
    }

    @Test
    void a_closed_connection_says_so_with_its_code_as_often_as_it_is_asked() throws Exception {
        try (var server = server(_ -> List.of(NEWS, "close 4200"));
                var client = connect(server)) {
            client.send(new ClientFrame.Ping());

            assertThat(client.awaitClose(DEADLINE)).isEqualTo(4200);
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(client::next)
                    .withMessage("the connection was closed: 4200 over");
        }
    }

    @Test
    void nothing_can_be_sent_once_the_connection_is_cut() throws Exception {
        try (var server = server(_ -> List.of())) {
            var client = connect(server);

            client.close();

            assertThat(client.isOpen()).isFalse();
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> client.send(new ClientFrame.Ping()));
        }
    }

    @Test
    void messages_beyond_the_capacity_wait_in_the_socket_and_none_is_lost() throws Exception {
        var many =
                Stream.iterate(0, i -> i + 1).limit(5_000).map(i -> NEWS.replace("text", "" + i));
        var script = many.toList();
        try (var server = server(_ -> script);
                var client = connect(server)) {
            client.send(new ClientFrame.Ping());

            for (int i = 0; i < script.size(); i++) {
                assertThat(client.next("news").data().asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void a_client_that_ignores_events_reads_on_and_learns_of_the_end() throws Exception {
        var script = new ArrayList<>(Collections.nCopies(5_000, NEWS));
        script.add("close 4200");
        try (var server = server(_ -> script);
                var client = connect(server)) {
            client.ignoreEvents();

            client.send(new ClientFrame.Ping());

            assertThat(client.awaitClose(DEADLINE)).isEqualTo(4200);
        }
    }

    private PusherClient connect(ScriptedServer server) throws IOException, InterruptedException {
        return PusherClient.connect(http.newWebSocketBuilder(), server.address(), DEADLINE);
    }

    private static ScriptedServer server(Function<String, List<String>> script) {
        return new ScriptedServer(List.of(GREETING), script);
    }

    private static String subscribed(String channel) {
        return "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"%s\",\"data\":\"{}\"}"
                .formatted(channel);
    }
}
