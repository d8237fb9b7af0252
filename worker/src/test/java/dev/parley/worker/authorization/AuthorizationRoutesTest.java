// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

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
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(SharedDatabase.class)
final class AuthorizationRoutesTest {
    private static final MasterKey MASTER_KEY =
            MasterKey.parse("zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AppCredentials APP = new AppCredentials("key", new Secret("secret"));
    private static final String SOCKET = "123.456";

    private final RecordedConnections registrar = new RecordedConnections();
    private final TestDatabase database;
    private final TestServer server;
    private final String ann;
    private final String room;

    AuthorizationRoutesTest(TestDatabase database) {
        this.database = database;
        this.ann = database.person("Ann");
        this.room = database.room("private", ann);
        var config = new AuthorizationConfig(APP, Tokens.SECRET);
        var routes =
                AuthorizationRoutes.asking(
                        database.pool(), config, registrar::add, InstantSource.fixed(NOW));
        this.server = TestServer.with(routes::addTo);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_participant_gets_a_signature_for_the_private_channel() throws Exception {
        var channel = "private-room-" + room;

        var answer = ask(channel, Tokens.of(ann, NOW));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).toString())
                .isEqualTo("{\"auth\":\"" + APP.channelAuth(SOCKET, channel, null) + "\"}");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void on_a_presence_channel_the_signature_covers_who_it_is() throws Exception {
        var channel = "presence-room-" + room;

        var answer = json(ask(channel, Tokens.of(ann, NOW)));

        var member = "{\"user_id\":\"%s\",\"user_info\":{\"name\":\"Ann\"}}".formatted(ann);
        assertThat(answer.path("channel_data").asText()).isEqualTo(member);
        assertThat(answer.path("auth").asText())
                .isEqualTo(APP.channelAuth(SOCKET, channel, member));
    }

    @Test
    void who_is_not_in_the_room_is_refused_with_a_reason() throws Exception {
        var stranger = database.person("Bob");

        var answer = ask("private-room-" + room, Tokens.of(stranger, NOW));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("error").asText())
                .isEqualTo("You are not a participant of this room.");
    }

    @Test
    void one_persons_claims_do_not_stay_behind_for_the_next() throws Exception {
        var stranger = database.person("Bob");

        for (var i = 0; i < 20; i++) {
            assertThat(ask("private-room-" + room, Tokens.of(ann, NOW)).statusCode())
                    .isEqualTo(200);
            assertThat(ask("private-room-" + room, Tokens.of(stranger, NOW)).statusCode())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-other",
                "room-1",
                "private-room-00000000-0000-0000-0000-000000000000",
                "private-encrypted-room-00000000-0000-0000-0000-000000000000"
            })
    void other_channels_are_refused(String channel) throws Exception {
        assertThat(ask(channel, Tokens.of(ann, NOW)).statusCode()).isEqualTo(403);
    }

    @Test
    void a_call_without_a_token_is_asked_to_sign_in() throws Exception {
        var answer = server.post("/pusher/auth", form("private-room-" + room));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Sign in");
    }

    @Test
    void an_expired_token_says_so() throws Exception {
        var answer = ask("private-room-" + room, Tokens.of(ann, NOW.minus(Duration.ofHours(2))));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "socket_id=1.2",
                "channel_name=private-a",
                "socket_id=abc&channel_name=private-a",
                "socket_id=1.2&channel_name=",
                "socket_id=1.2&channel_name=a%20b",
                "socket_id=1.2&socket_id=1.3&channel_name=private-a",
                "socket_id=1.2&channel_name=%zz",
                "nonsense"
            })
    void a_malformed_form_is_answered_400(String body) throws Exception {
        var answer =
                server.post("/pusher/auth", body, "Authorization", "Bearer " + Tokens.of(ann, NOW));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).startsWith("Malformed request");
    }

    @Test
    void a_form_of_more_than_8_KiB_is_not_read_and_one_of_channels_of_more_than_64()
            throws Exception {
        var signIn = server.post("/pusher/user-auth", "a=" + "b".repeat(9_000));
        var channels = server.post("/pusher/auth", "a=" + "b".repeat(66_000));

        assertThat(signIn.statusCode()).isEqualTo(413);
        assertThat(channels.statusCode()).isEqualTo(413);
    }

    @Test
    void a_person_signs_in_with_name_and_id() throws Exception {
        var answer =
                server.post(
                        "/pusher/user-auth",
                        "socket_id=" + SOCKET,
                        "Authorization",
                        "Bearer " + Tokens.of(ann, NOW));

        var user = "{\"id\":\"%s\",\"user_info\":{\"name\":\"Ann\"}}".formatted(ann);
        assertThat(json(answer).path("user_data").asText()).isEqualTo(user);
        assertThat(json(answer).path("auth").asText()).isEqualTo(APP.userAuth(SOCKET, user));
    }

    @Test
    void with_a_watchlist_people_watch_those_they_share_a_room_with() throws Exception {
        var bob = database.person("Bob");
        database.execute(
                "insert into public.room_participants(room_id, user_id) values ('%s', '%s')"
                        .formatted(room, bob));
        var config =
                new AuthorizationConfig(
                        APP, Optional.of(Tokens.SECRET), Optional.empty(), Optional.empty(), true);
        var routes =
                AuthorizationRoutes.asking(
                        database.pool(), config, registrar::add, InstantSource.fixed(NOW));
        try (var watching = TestServer.with(routes::addTo)) {
            var answer =
                    watching.post(
                            "/pusher/user-auth",
                            "socket_id=" + SOCKET,
                            "Authorization",
                            "Bearer " + Tokens.of(ann, NOW));

            assertThat(json(answer).path("user_data").asText())
                    .endsWith("\"watchlist\":[\"%s\"]}".formatted(bob));
        }
    }

    @Test
    void a_picture_that_is_too_much_for_the_service_is_left_out() throws Exception {
        database.execute(
                "update public.profiles set avatar_url = 'https://a.test/%s' where id = '%s'"
                        .formatted("x".repeat(1_100), ann));

        var answer = json(ask("presence-room-" + room, Tokens.of(ann, NOW)));

        assertThat(answer.path("channel_data").asText())
                .endsWith("\"user_info\":{\"name\":\"Ann\"}}");
    }

    @Test
    void who_is_muted_may_listen_but_not_be_where_people_write() throws Exception {
        database.execute(
                "update public.room_participants set muted_until = 'infinity' where user_id = '%s'"
                        .formatted(ann));

        var messages = ask("private-room-" + room, Tokens.of(ann, NOW));
        var presence = ask("presence-room-" + room, Tokens.of(ann, NOW));

        assertThat(messages.statusCode()).isEqualTo(200);
        assertThat(presence.statusCode()).isEqualTo(403);
        assertThat(presence.body()).contains("You are muted in this room.");
    }

    @Test
    void whose_connection_it_is_is_told_before_the_database_is_asked() throws Exception {
        var stranger = database.person("Bob");

        ask("private-room-" + room, Tokens.of(stranger, NOW));

        var end = NOW.plus(Duration.ofHours(1)).plusSeconds(45);
        assertThat(registrar.told()).containsExactly(SOCKET + " " + stranger + " " + end);
    }

    @Test
    void who_cannot_be_noted_is_not_let_in() throws Exception {
        registrar.fail();

        var answer = ask("private-room-" + room, Tokens.of(ann, NOW));

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "bearer"})
    void nobody_signs_in_without_a_token_that_is_theirs(String header) throws Exception {
        var answer =
                server.post("/pusher/user-auth", "socket_id=" + SOCKET, "Authorization", header);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(registrar.told()).isEmpty();
    }

    @Test
    void a_database_that_is_away_is_no_refusal() throws Exception {
        var nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        var config = new AuthorizationConfig(APP, Tokens.SECRET);
        var routes =
                AuthorizationRoutes.asking(
                        nowhere, config, registrar::add, InstantSource.fixed(NOW));
        try (var lonely = TestServer.with(routes::addTo)) {
            var answer =
                    lonely.post(
                            "/pusher/auth",
                            form("private-room-" + room),
                            "Authorization",
                            "Bearer " + Tokens.of(ann, NOW));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("try again");
        }
    }

    @Test
    void published_keys_let_people_in_and_their_absence_is_no_refusal() throws Exception {
        var key = SigningKeys.ec("k1");
        try (var project = new ProjectServer()) {
            var claims = Tokens.claims(ann, NOW).issuer(project.issuer().toString()).build();
            var token = SigningKeys.sign(claims, key);

            project.answer(503);
            var unchecked = askHosted(project, token);
            project.publish(key.toPublicJWK());
            var granted = askHosted(project, token);

            assertThat(unchecked.statusCode()).isEqualTo(503);
            assertThat(json(unchecked).path("error").asText())
                    .isEqualTo("Access tokens cannot be checked at the moment: try again.");
            assertThat(granted.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void browsers_of_any_origin_may_ask() throws Exception {
        var answer = server.send("OPTIONS", "/pusher/auth", "", "Origin", "https://app.example");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("authorization, content-type, x-requested-with");
    }

    @Test
    void with_a_master_key_a_participant_gets_the_key_of_the_encrypted_channel() throws Exception {
        var channel = "private-encrypted-room-" + room;

        var answer = json(askEncrypted(channel));

        assertThat(answer.path("auth").asText()).isEqualTo(APP.channelAuth(SOCKET, channel, null));
        assertThat(answer.path("shared_secret").asText())
                .isEqualTo(MASTER_KEY.sharedSecretText(channel));
        assertThat(json(askEncrypted("presence-room-" + room)).has("shared_secret")).isFalse();
    }

    @Test
    void with_a_master_key_the_plain_channel_is_refused_and_the_right_one_named() throws Exception {
        var answer = askEncrypted("private-room-" + room);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("listen to private-encrypted-room-" + room, "encrypted: true");
    }

    private HttpResponse<String> askEncrypted(String channel)
            throws IOException, InterruptedException {
        var config =
                new AuthorizationConfig(APP, Tokens.SECRET).encrypting(Optional.of(MASTER_KEY));
        var routes =
                AuthorizationRoutes.asking(
                        database.pool(), config, registrar::add, InstantSource.fixed(NOW));
        try (var encrypted = TestServer.with(routes::addTo)) {
            return encrypted.post(
                    "/pusher/auth",
                    form(channel),
                    "Authorization",
                    "Bearer " + Tokens.of(ann, NOW));
        }
    }

    private HttpResponse<String> ask(String channel, String token)
            throws IOException, InterruptedException {
        return server.post("/pusher/auth", form(channel), "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> askHosted(ProjectServer project, String token)
            throws IOException, InterruptedException {
        var config = new AuthorizationConfig(APP, Optional.empty(), Optional.of(project.issuer()));
        var routes =
                AuthorizationRoutes.asking(
                        database.pool(), config, registrar::add, InstantSource.fixed(NOW));
        try (var hosted = TestServer.with(routes::addTo)) {
            return hosted.post(
                    "/pusher/auth",
                    form("private-room-" + room),
                    "Authorization",
                    "Bearer " + token);
        }
    }

    private static String form(String channel) {
        return "socket_id="
                + SOCKET
                + "&channel_name="
                + URLEncoder.encode(channel, StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JsonMapper.builder().build().readTree(answer.body());
    }
}
