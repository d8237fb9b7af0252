// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.Features;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEventTest {
    private RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"on\":true }", "\"text\"", "7", "null", "[1,{\"a\":[]}]"})
    void others_get_the_same_json_and_the_sender_nothing(String data) {
        var sender = server.connect();
        var other = server.connect();
        sender.join("private-chat");
        other.join("private-chat");

        sender.send(event("client-typing", "private-chat", data));

        assertThat(other.nextText())
                .isEqualTo(
                        "{\"event\":\"client-typing\",\"channel\":\"private-chat\",\"data\":"
                                + data
                                + "}");
        sender.expectNothing();
    }

    @Test
    void on_a_presence_channel_the_server_says_who_sent_it() {
        var sender = server.connect();
        var other = server.connect();
        sender.joinAs("presence-room", "42");
        other.joinAs("presence-room", "7");
        sender.next("pusher_internal:member_added");

        sender.send(
                "{\"event\":\"client-typing\",\"channel\":\"presence-room\",\"data\":{},"
                        + "\"user_id\":\"7\"}");

        assertThat(other.nextText())
                .isEqualTo(
                        "{\"event\":\"client-typing\",\"channel\":\"presence-room\",\"data\":{},"
                                + "\"user_id\":\"42\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "client-typing, private-other",
        "client-typing, news",
        "typing, private-chat",
        "pusher:typing, private-chat",
        "pusher_internal:member_added, private-chat",
    })
    void what_may_not_be_sent_is_refused_and_reaches_nobody(String name, String channel) {
        var sender = server.connect();
        var other = server.connect();
        for (var client : new TestClient[] {sender, other}) {
            client.join("news");
            client.join("private-chat");
        }
        other.join("private-other");

        sender.send(event(name, channel, "{}"));

        assertThat(sender.next("pusher:error").get("data").get("code").isNull()).isTrue();
        other.expectNothing();
    }

    @Test
    void more_than_ten_a_second_are_refused_with_4301_and_the_connection_stays() {
        var sender = server.connect();
        var other = server.connect();
        sender.join("private-chat");
        other.join("private-chat");

        for (int i = 0; i < 40; i++) {
            sender.send(event("client-n", "private-chat", Integer.toString(i)));
        }

        for (int i = 0; i < 10; i++) {
            assertThat(other.next("client-n").get("data").asInt()).isEqualTo(i);
        }
        assertThat(sender.next("pusher:error").get("data").get("code").asInt()).isEqualTo(4301);
        server.publish("private-chat", "e", "");
        assertThat(sender.isOpen()).isTrue();
    }

    @Test
    void data_has_a_limit() {
        var sender = server.connect();
        var other = server.connect();
        sender.join("private-chat");
        other.join("private-chat");

        sender.send(event("client-big", "private-chat", "\"" + "x".repeat(10_239) + "\""));

        sender.next("pusher:error");
        other.expectNothing();
        sender.send(event("client-big", "private-chat", "\"" + "x".repeat(10_238) + "\""));
        other.next("client-big");
    }

    @Test
    void an_app_may_forbid_them() {
        server.close();
        server =
                new RunningServer(
                        Change.app(app -> app.with(new Features(false, false, true, false, null))));
        var sender = server.connect();
        sender.join("private-chat");

        sender.send(event("client-typing", "private-chat", "{}"));

        assertThat(sender.next("pusher:error").get("data").get("code").isNull()).isTrue();
    }

    private static String event(String name, String channel, String data) {
        return "{\"event\":\"%s\",\"channel\":\"%s\",\"data\":%s}".formatted(name, channel, data);
    }
}
