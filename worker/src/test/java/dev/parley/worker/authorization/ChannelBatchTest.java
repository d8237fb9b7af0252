// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.MasterKey;
import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many channels asked for in one request.
@ExtendWith(SharedDatabase.class)
final class ChannelBatchTest {
    private static final MasterKey MASTER_KEY =
            MasterKey.parse("zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AppCredentials APP = new AppCredentials("key", new Secret("secret"));
    private static final String SOCKET = "123.456";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final RecordedConnections registrar = new RecordedConnections();
    private final TestDatabase database;
    private final TestServer server;
    private final String ann;
    private final String room;
    private final String strangers;

    ChannelBatchTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.room = database.room("private", ann);
        this.strangers = "private-room-" + database.room("private", database.person("Bob"));
        this.server = serving(Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void each_channel_has_its_own_answer() throws Exception {
        var messages = "private-room-" + room;
        var presence = "presence-room-" + room;

        var answer =
                ask(
                        FORM,
                        "socket_id=%s&channel_name[0]=%s&channel_name[1]=%s&channel_name[2]=%s"
                                .formatted(SOCKET, messages, presence, strangers));

        var member = "{\"user_id\":\"%s\",\"user_info\":{\"name\":\"Ann\"}}".formatted(ann);
        var expected = JsonMapper.builder().build().createObjectNode();
        expected.putObject(messages)
                .put("status", 200)
                .putObject("data")
                .put("auth", APP.channelAuth(SOCKET, messages, null));
        expected.putObject(presence)
                .put("status", 200)
                .putObject("data")
                .put("auth", APP.channelAuth(SOCKET, presence, member))
                .put("channel_data", member);
        expected.putObject(strangers)
                .put("status", 403)
                .putObject("data")
                .put("error", "You are not a participant of this room.");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(expected);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(registrar.told()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket_id=1.2&channel_name%5B0%5D=MINE&channel_name%5B7%5D=THEIRS",
                "socket_id=1.2&channel_name[]=MINE&channel_name[]=THEIRS",
                "socket_id=1.2&channel_name[]=MINE&channel_name[1]=THEIRS&channel_name[2]=MINE",
            })
    void fields_of_a_form_are_numbered_or_repeated(String body) throws Exception {
        assertBothAnswered(ask(FORM, named(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"socket_id\":\"1.2\",\"channel_name[0]\":\"MINE\",\"channel_name[1]\":\"THEIRS\"}",
                "{\"socket_id\":\"1.2\",\"channel_name[]\":[\"MINE\",\"THEIRS\"]}",
                "{\"socket_id\":\"1.2\",\"channel_name\":[\"MINE\",\"THEIRS\"]}",
            })
    void or_of_an_object_of_JSON(String body) throws Exception {
        assertBothAnswered(ask("application/json; charset=utf-8", named(body)));
    }

    @Test
    void one_channel_in_JSON_is_answered_as_one_in_a_form_is() throws Exception {
        var channel = "private-room-" + room;
        var body = "{\"socket_id\":\"%s\",\"channel_name\":\"%s\"}".formatted(SOCKET, channel);

        var answer = ask("application/json", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"auth\":\"" + APP.channelAuth(SOCKET, channel, null) + "\"}");
    }

    @Test
    void a_list_of_one_is_answered_as_a_list() throws Exception {
        var channel = "private-room-" + room;

        var answer = ask(FORM, "socket_id=1.2&channel_name[0]=" + channel);

        assertThat(json(answer).path(channel).path("status").asInt()).isEqualTo(200);
    }

    @Test
    void a_name_of_a_wrong_form_spoils_no_other() throws Exception {
        var channel = "private-room-" + room;

        var answer = ask(FORM, "socket_id=1.2&channel_name[]=" + channel + "&channel_name[]=a%20b");

        assertThat(json(answer).path(channel).path("status").asInt()).isEqualTo(200);
        assertThat(json(answer).path("a b").toString())
                .isEqualTo(
                        "{\"status\":400,\"data\":{\"error\":\"Malformed request: channel_name has a wrong form.\"}}");
    }

    @Test
    void where_rooms_are_encrypted_each_gets_its_own_key() throws Exception {
        var encrypted = "private-encrypted-room-" + room;
        try (var encrypting = serving(Optional.of(MASTER_KEY))) {
            var answer =
                    json(
                            post(
                                    encrypting,
                                    FORM,
                                    "socket_id=1.2&channel_name[]=%s&channel_name[]=private-room-%s"
                                            .formatted(encrypted, room)));

            assertThat(answer.path(encrypted).path("data").path("shared_secret").asText())
                    .isEqualTo(MASTER_KEY.sharedSecretText(encrypted));
            assertThat(answer.path("private-room-" + room).path("status").asInt()).isEqualTo(403);
        }
    }

    @Test
    void a_hundred_long_names_fit_and_one_more_does_not() throws Exception {
        var hundred = ask(FORM, "socket_id=1.2" + channels(100));
        var more = ask(FORM, "socket_id=1.2" + channels(101));

        assertThat(hundred.statusCode()).isEqualTo(200);
        assertThat(json(hundred)).hasSize(100);
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(json(more).path("error").asText())
                .isEqualTo("Malformed request: there are 101 channels, must be 100 at most.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket_id=1.2",
                "socket_id=1.2&channel_name[x]=private-a",
                "socket_id=1.2&channel_name[0]=private-a&channel_name=private-b",
                "socket_id=1.2&channel_name[0]=private-a&channel_name[0]=private-b",
                "channel_name[0]=private-a",
                "socket_id[]=1.2&channel_name[0]=private-a",
            })
    void a_malformed_form_is_answered_400(String body) throws Exception {
        assertMalformed(ask(FORM, body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"socket_id\":\"1.2\"}",
                "{\"socket_id\":\"1.2\",\"channel_name\":[]}",
                "{\"socket_id\":\"1.2\",\"channel_name\":[1]}",
                "{\"socket_id\":\"1.2\",\"channel_name\":{\"a\":\"b\"}}",
                "{\"socket_id\":1.2,\"channel_name\":[\"private-a\"]}",
                "{\"socket_id\":\"1.2\",\"channel_name\":\"a\",\"channel_name\":\"b\"}",
                "{\"socket_id\":\"1.2\",\"channel_name\":\"private-a\"} x",
            })
    void malformed_JSON_is_answered_400(String body) throws Exception {
        assertMalformed(ask("application/json", body));
    }

    private void assertBothAnswered(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).hasSize(2);
        assertThat(json(answer).path("private-room-" + room).path("status").asInt()).isEqualTo(200);
        assertThat(json(answer).path(strangers).path("status").asInt()).isEqualTo(403);
    }

    private static void assertMalformed(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).startsWith("Malformed request");
    }

    private String named(String body) {
        return body.replace("MINE", "private-room-" + room).replace("THEIRS", strangers);
    }

    private static String channels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "&channel_name%%5B%d%%5D=private-%s-%d".formatted(i, "x".repeat(180), i))
                .collect(joining());
    }

    private TestServer serving(Optional<MasterKey> key) {
        var config = new AuthorizationConfig(APP, Tokens.SECRET).encrypting(key);
        var routes =
                AuthorizationRoutes.asking(
                        database.pool(), config, registrar::add, InstantSource.fixed(NOW));
        return TestServer.with(routes::addTo);
    }

    private HttpResponse<String> ask(String type, String body)
            throws IOException, InterruptedException {
        return post(server, type, body);
    }

    private HttpResponse<String> post(TestServer to, String type, String body)
            throws IOException, InterruptedException {
        return to.post(
                "/pusher/auth",
                body,
                "Content-Type",
                type,
                "Authorization",
                "Bearer " + Tokens.of(ann, NOW));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JsonMapper.builder().build().readTree(answer.body());
    }
}
