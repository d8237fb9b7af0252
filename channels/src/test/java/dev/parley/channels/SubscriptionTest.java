// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
    private final RunningServer server = new RunningServer();
    private final TestClient client = server.connect();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "private-news", "private-encrypted-news", "privateer"})
    void a_success_frame_has_an_empty_object_as_text(String channel) {
        var success = client.join(channel);

        assertThat(success.get("channel").asText()).isEqualTo(channel);
        assertThat(success.get("data")).isEqualTo(JsonNodeFactory.instance.textNode("{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "private-x, test-key:00, 4009, 401, AuthError",
        "private-x, other-key:00, 4009, 401, AuthError",
        "private-x, nonsense, 4009, 401, AuthError",
        "private-x, '', 4009, 401, AuthError",
        "presence-x, test-key:00, 4009, 401, AuthError",
        "private-encrypted-x, test-key:00, 4009, 401, AuthError",
        "#server-to-user-1, '', 4009, 401, AuthError",
        "a b, '', , 400, Malformed",
        "#x, '', , 400, Malformed",
    })
    void a_refusal_is_told_to_the_channel_and_the_connection(
            String channel, String auth, Integer code, int status, String type) {
        client.send(
                """
                {"event":"pusher:subscribe","data":{"auth":"%s","channel":"%s"}}\
                """
                        .formatted(auth, channel));

        var refusal = client.next("pusher:subscription_error");
        assertThat(refusal.get("channel").asText()).isEqualTo(channel);
        assertThat(refusal.get("data").get("type").asText()).isEqualTo(type);
        assertThat(refusal.get("data").get("status").asInt()).isEqualTo(status);
        var error = client.next("pusher:error").get("data");
        assertThat(error.get("code").isNull() ? null : error.get("code").asInt()).isEqualTo(code);
        client.expectNothing();
        assertThat(server.publish(channel.replace("a b", "ab"), "e", "").statusCode())
                .isIn(200, 400);
        client.expectNothing();
    }

    @Test
    void a_signature_of_another_socket_or_channel_is_refused() {
        var other = server.connect();
        var auth = RunningServer.KEY.channelAuth(client.socketId(), "private-x", null);
        var frame =
                "{\"event\":\"pusher:subscribe\",\"data\":{\"auth\":\"%s\",\"channel\":\"%s\"}}";

        other.send(frame.formatted(auth, "private-x"));
        other.next("pusher:subscription_error");
        other.next("pusher:error");
        client.send(frame.formatted(auth, "private-y"));
        client.next("pusher:subscription_error");
        client.next("pusher:error");
        client.send(frame.formatted(auth, "private-x"));
        client.next("pusher_internal:subscription_succeeded");
    }

    @Test
    void channel_data_takes_part_in_the_signature_of_a_private_channel() {
        client.subscribe("private-x", "\"foo\"");

        client.next("pusher_internal:subscription_succeeded");
    }

    @Test
    void subscribing_twice_is_an_error_that_changes_nothing() {
        client.join("news");

        client.subscribe("news");

        var error = client.next("pusher:error").get("data");
        assertThat(error.get("code").isNull()).isTrue();
        assertThat(error.get("message").asText())
                .isEqualTo("Existing subscription to channel news");
        server.publish("news", "e", "");
        client.next("e");
        client.expectNothing();
    }

    @Test
    void after_unsubscribing_nothing_comes_and_there_is_no_reply() {
        client.join("news");

        client.unsubscribe("news");

        client.expectNothing();
        server.publish("news", "e", "");
        client.expectNothing();
        client.unsubscribe("news");
        assertThat(client.next("pusher:error").get("data").get("code").isNull()).isTrue();
    }

    @Test
    void replies_keep_the_order_of_the_questions() {
        for (int i = 0; i < 20; i++) {
            client.subscribe("news-" + i);
            client.send("{\"event\":\"pusher:ping\"}");
            client.subscribe("news-" + i);
            client.unsubscribe("news-" + i);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(
                            client.next("pusher_internal:subscription_succeeded")
                                    .get("channel")
                                    .asText())
                    .isEqualTo("news-" + i);
            client.next("pusher:pong");
            client.next("pusher:error");
        }
        client.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"event\":\"pusher:subscribe\"}",
                "{\"event\":\"made-up\"}",
                "{\"event\":\"pusher:made-up\"}",
                "{\"event\":\"pusher_internal:member_added\",\"channel\":\"presence-x\"}"
            })
    void a_malformed_message_is_answered_and_the_connection_stays(String text) {
        client.send(text);

        assertThat(client.next("pusher:error").get("data").get("code").isNull()).isTrue();
        client.expectNothing();
    }

    @Test
    void a_publisher_may_leave_one_connection_out() {
        var other = server.connect();
        client.join("news");
        other.join("news");

        server.post(
                "/apps/test-app/events",
                "{\"name\":\"e\",\"channel\":\"news\",\"data\":\"1\",\"socket_id\":\"%s\"}"
                        .formatted(client.socketId()));
        server.publish("news", "f", "2");

        other.next("e");
        other.next("f");
        client.next("f");
    }
}
