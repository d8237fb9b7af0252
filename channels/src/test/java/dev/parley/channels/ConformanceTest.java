// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.App;
import dev.parley.channels.config.Features;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What compatible servers got wrong, one test for each. The numbers in the tests' names only tell the mistakes
/// apart; they refer to no other document. Those not here have a test among their own kind:
///
/// - 2 errors are objects, 5 and 6 closes have the right code: [HandshakeTest]
/// - 7, 8, 9 users on several connections, limits, missing user_info: [PresenceTest]
/// - 15 client events: [ClientEventTest]; the webhook's user_id: [WebhookTest]
/// - 16 control pings: [WebSocketTest]; 17 signatures and clocks: [HttpApiTest]
/// - 20 webhooks: [WebhookTest]; 21 watchlists and sign-in: `SessionTest`, `SignedInUsersTest`
///
/// To add one for a new event of the Pusher protocol: make the server send it to `client`, compare the whole
/// text with what the hosted service sends (`client.nextText()`, as in rules 2 and 16), because clients depend
/// on whether `data` is text or an object, and end with `client.expectNothing()`, because an event too many is
/// a mistake, too. Name it for what must hold; `rule_24_…` is next where compatible servers get it wrong. How
/// the event is written, whoever sends it, belongs in `ServerFrameWriterTest`.
class ConformanceTest {
    private final RunningServer server =
            new RunningServer(
                    Change.app(app -> app.with(new Features(true, false, true, false, null))));
    private final TestClient client = server.connect();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"news", "private-a", "private-encrypted-a", "cache-a", "a,b;c.d=e@f_g-h"})
    void rule_01_data_of_a_success_is_a_string_that_holds_an_object(String channel) {
        var frame = client.join(channel);

        assertThat(frame.get("data").isTextual()).isTrue();
        assertThat(frame.get("data").asText()).isEqualTo("{}");
    }

    @Test
    void rule_02_an_error_is_an_object_with_a_code_that_may_be_null() {
        client.unsubscribe("nothing");

        assertThat(client.nextText())
                .isEqualTo(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":null,\"message\":"
                                + "\"No current subscription to channel nothing, "
                                + "or subscription in progress\"}}");
    }

    @Test
    void rule_03_a_member_is_text_that_holds_one_object() {
        client.joinAs("presence-a", "1");

        server.connect().subscribe("presence-a", "{\"user_id\":3,\"user_info\":{\"name\":\"Cy\"}}");

        assertThat(client.next("pusher_internal:member_added").get("data").asText())
                .isEqualTo("{\"user_id\":\"3\",\"user_info\":{\"name\":\"Cy\"}}");
    }

    @Test
    void rule_04_numeric_ids_are_strings_in_an_object_that_holds_the_joiner() {
        client.subscribe("presence-a", "{\"user_id\":0}");

        assertThat(client.next("pusher_internal:subscription_succeeded").get("data").asText())
                .isEqualTo("{\"presence\":{\"count\":1,\"ids\":[\"0\"],\"hash\":{\"0\":null}}}");
    }

    @Test
    void rule_05_and_06_quota_closes_with_4004_and_a_disabled_app_with_4003() {
        try (var full = new RunningServer(Change.app(app -> app.withMaxConnections(1)));
                var disabled = new RunningServer(Change.app(App::disabled))) {
            full.connect();

            assertThat(full.open("/app/test-key").closeCode()).isEqualTo(4004);
            assertThat(disabled.open("/app/test-key").closeCode()).isEqualTo(4003);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "presence-cache-x, true, true",
        "presence-x, true, false",
        "presence-encrypted-x, true, false",
        "private-encrypted-cache-x, false, true",
        "private-cache-x, false, true",
        "cache-x, false, true",
        "cacheable, false, false",
        "privateer, false, false",
        "presence, false, false",
        "my-cache-x, false, false",
    })
    void rule_10_a_prefix_counts_at_the_start_and_with_its_dash(
            String channel, boolean presence, boolean cached) {
        if (presence) {
            client.subscribe(channel, "{\"user_id\":\"1\"}");
        } else if (channel.startsWith("private-")) {
            client.subscribe(channel, (String) null);
        } else {
            client.subscribe(channel);
        }

        var success = client.next("pusher_internal:subscription_succeeded");

        assertThat(success.get("data").asText().contains("presence")).isEqualTo(presence);
        if (cached) {
            assertThat(client.next("pusher:cache_miss").get("data").asText()).isEqualTo("{}");
        }
        client.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"private-a\"}",
                "{\"channel\":\"private-a\",\"auth\":\"\"}",
                "{\"channel\":\"private-a\",\"auth\":\":\"}",
                "{\"channel\":\"\"}",
                "{\"channel\":7}",
                "{}",
                "\"\"",
                "[]",
                "null",
            })
    void rule_11_what_is_missing_or_empty_is_an_error_and_no_more(String data) {
        client.send("{\"event\":\"pusher:subscribe\",\"data\":" + data + "}");

        var first = client.nextText();
        if (first.contains("subscription_error")) {
            client.next("pusher:error");
        } else {
            assertThat(first).contains("pusher:error");
        }
        client.expectNothing();
    }

    @Test
    void rule_12_a_hash_is_for_users_only_and_a_user_reads_only_their_own() {
        for (var channel : new String[] {"#", "#other", "a#server-to-user-1", "#server-to-user-"}) {
            assertThat(server.publish(channel, "e", "").statusCode()).as(channel).isEqualTo(400);
        }
        assertThat(server.publish("#server-to-user-a b", "e", "").statusCode()).isEqualTo(200);
        client.signIn("{\"id\":\"1\"}");
        client.next("pusher:signin_success");

        client.subscribe("#server-to-user-2");

        client.next("pusher:subscription_error");
        client.next("pusher:error");
        client.join("#server-to-user-1");
    }

    @Test
    void rule_14_the_last_event_of_the_api_is_remembered_with_nobody_there_and_nothing_else_is() {
        server.publish("private-encrypted-cache-a", "e", "sealed");
        client.join("private-encrypted-cache-a");
        assertThat(client.next("e").get("data").asText()).isEqualTo("sealed");
        client.join("private-cache-b");
        client.next("pusher:cache_miss");
        client.send("{\"event\":\"client-x\",\"channel\":\"private-cache-b\",\"data\":1}");

        var late = server.connect();
        late.join("private-cache-b");

        late.next("pusher:cache_miss");
        late.expectNothing();
    }

    @Test
    void rule_14_an_event_that_spares_one_socket_is_remembered_for_it_all_the_same() {
        server.post(
                "/apps/test-app/events",
                "{\"name\":\"e\",\"channel\":\"cache-a\",\"data\":\"1\",\"socket_id\":\""
                        + client.socketId()
                        + "\"}");

        client.join("cache-a");

        client.next("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"\"", "[]", "null", "\"{}\""})
    void rule_16_a_ping_is_answered_whatever_its_data(String data) {
        client.send("{\"event\":\"pusher:ping\",\"data\":" + data + "}");

        assertThat(client.nextText()).isEqualTo("{\"event\":\"pusher:pong\",\"data\":\"{}\"}");
    }

    @Test
    void rule_18_answers_are_objects_even_if_empty() {
        assertThat(server.get("/apps/test-app/channels", Map.of()).body())
                .isEqualTo("{\"channels\":{}}");
        assertThat(server.get("/apps/test-app/channels/presence-a/users", Map.of()).body())
                .isEqualTo("{\"users\":[]}");
        assertThat(server.publish("a", "e", "").body()).isEqualTo("{}");
        assertThat(
                        server.post(
                                        "/apps/test-app/batch_events",
                                        "{\"batch\":[{\"name\":\"e\",\"channel\":\"a\",\"data\":\"\"}]}")
                                .body())
                .isEqualTo("{}");
    }

    @Test
    void rule_19_a_body_in_pieces_is_one_body() {
        client.join("news");
        var data = "x".repeat(10_000);

        server.publish("news", "e", data);

        assertThat(client.next("e").get("data").asText()).isEqualTo(data);
    }

    @Test
    void rule_21_a_sign_in_is_echoed_as_text_in_an_object_without_its_auth() {
        client.signIn("{\"id\":\"1\", \"x\":  [1]}");

        assertThat(client.nextText())
                .isEqualTo(
                        "{\"event\":\"pusher:signin_success\",\"data\":"
                                + "{\"user_data\":\"{\\\"id\\\":\\\"1\\\", \\\"x\\\":  [1]}\"}}");
    }

    @Test
    void rule_21_terminating_a_user_spares_members_who_did_not_sign_in() {
        client.joinAs("presence-a", "ada");

        server.post("/apps/test-app/users/ada/terminate_connections", "{}");

        client.expectNothing();
    }

    @Test
    void rule_22_a_second_subscription_is_harmless_and_23_so_is_a_stale_signature() {
        client.join("news");
        client.subscribe("news");
        assertThat(client.next("pusher:error").get("data").get("message").asText())
                .isEqualTo("Existing subscription to channel news");
        var stale = RunningServer.KEY.channelAuth("1.2", "private-a", null);
        client.send(
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\",\"auth\":\""
                        + stale
                        + "\"}}");
        client.next("pusher:subscription_error");
        assertThat(client.next("pusher:error").get("data").get("message").asText())
                .startsWith("Invalid signature: Expected HMAC SHA256 hex digest of ")
                .contains(client.socketId() + ":private-a, but got ");

        client.join("private-a");

        server.publish("news", "e", "");
        client.next("e");
    }

    @Test
    void a_foreign_key_and_a_wrong_user_info_are_named_as_the_hosted_service_does() {
        client.send(
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\","
                        + "\"auth\":\"other:00\"}}");
        client.next("pusher:subscription_error");
        assertThat(client.next("pusher:error").get("data").get("message").asText())
                .isEqualTo("Invalid key in subscription auth data: 'other'");

        client.subscribe("presence-a", "{\"user_id\":\"1\",\"user_info\":\"Ada\"}");
        client.next("pusher:subscription_error");

        assertThat(client.next("pusher:error").get("data").get("message").asText())
                .isEqualTo(
                        "user_info supplied to presence subscription is invalid - "
                                + "if supplied it must be a type of hash");
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740992, true",
        "9007199254740993, false",
        "1.5, false",
        "true, false",
        "'\"\"', false",
    })
    void numeric_ids_go_up_to_two_to_the_53rd(String id, boolean welcome) {
        client.subscribe("presence-a", "{\"user_id\":" + id + "}");

        client.next(
                welcome ? "pusher_internal:subscription_succeeded" : "pusher:subscription_error");
    }

    @Test
    void a_connection_without_a_right_is_closed_with_4009() {
        var features = new Features(true, false, true, false, Duration.ofMillis(100));
        try (var strict =
                new RunningServer(config ->
                        Change.limits(Change::quickToClose)
                                .apply(Change.app(app -> app.with(features)).apply(config)))) {
            var idle = strict.open("/app/test-key");
            idle.next("pusher:connection_established");

            assertThat(idle.nextText())
                    .isEqualTo(
                            "{\"event\":\"pusher:error\",\"data\":{\"code\":4009,"
                                    + "\"message\":\"Connection not authorized within timeout\"}}");
            assertThat(idle.closeCode()).isEqualTo(4009);
        }
    }
}
