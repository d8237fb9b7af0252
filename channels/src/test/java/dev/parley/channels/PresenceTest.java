// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final String ROOM = "presence-room";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_first_member_sees_itself() {
        var client = server.connect();

        client.subscribe(ROOM, "{\"user_id\":10,\"user_info\":{\"name\":\"Ada\"}}");

        assertThat(client.next("pusher_internal:subscription_succeeded").get("data").asText())
                .isEqualTo(
                        "{\"presence\":{\"count\":1,\"ids\":[\"10\"],"
                                + "\"hash\":{\"10\":{\"name\":\"Ada\"}}}}");
    }

    @Test
    void coming_and_going_is_told_to_the_others_once() {
        var ada = server.connect();
        var bob = server.connect();
        ada.joinAs(ROOM, "ada");

        assertThat(ids(bob.joinAs(ROOM, "bob"))).containsExactly("ada", "bob");
        assertThat(ada.next("pusher_internal:member_added").get("data").asText())
                .isEqualTo("{\"user_id\":\"bob\"}");
        bob.closeNormally();

        assertThat(ada.next("pusher_internal:member_removed").get("data").asText())
                .isEqualTo("{\"user_id\":\"bob\"}");
        ada.expectNothing();
    }

    @Test
    void a_user_on_several_connections_is_one_member_known_as_the_first_said() {
        var watcher = server.connect();
        watcher.joinAs(ROOM, "watcher");
        var first = server.connect();
        first.subscribe(ROOM, "{\"user_id\":\"ada\",\"user_info\":{\"tab\":1}}");
        first.next("pusher_internal:subscription_succeeded");
        watcher.next("pusher_internal:member_added");

        var second = server.connect();
        second.subscribe(ROOM, "{\"user_id\":\"ada\",\"user_info\":{\"tab\":2}}");
        var success = second.next("pusher_internal:subscription_succeeded").get("data").asText();

        assertThat(success).contains("\"count\":2").contains("{\"tab\":1}");
        watcher.expectNothing();
        first.expectNothing();
        first.unsubscribe(ROOM);
        first.expectNothing();
        watcher.expectNothing();
        second.closeNormally();
        watcher.next("pusher_internal:member_removed");
        watcher.expectNothing();
    }

    @Test
    void leaving_and_coming_back_on_one_connection_is_seen_as_both() {
        var watcher = server.connect();
        watcher.joinAs(ROOM, "watcher");
        var ada = server.connect();
        ada.joinAs(ROOM, "ada");
        watcher.next("pusher_internal:member_added");

        ada.unsubscribe(ROOM);
        assertThat(ids(ada.joinAs(ROOM, "ada"))).containsExactly("watcher", "ada");

        watcher.next("pusher_internal:member_removed");
        watcher.next("pusher_internal:member_added");
        watcher.expectNothing();
    }

    @Test
    void the_hundred_and_first_user_is_refused_but_not_a_second_tab() {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 100; i++) {
            clients.add(server.connect());
            clients.getLast().joinAs(ROOM, "user-" + i);
        }
        var late = server.connect();

        late.subscribe(ROOM, "{\"user_id\":\"user-100\"}");
        assertThat(late.next("pusher:subscription_error").get("data").get("status").asInt())
                .isEqualTo(403);
        late.next("pusher:error");

        assertThat(ids(late.joinAs(ROOM, "user-0"))).hasSize(100);
        assertThat(server.get("/apps/test-app/channels/presence-room/users", Map.of()).body())
                .startsWith("{\"users\":[{\"id\":\"user-0\"},")
                .contains("user-99")
                .doesNotContain("user-100");
        clients.forEach(TestClient::close);
    }

    @Test
    void malformed_presence_data_is_refused() {
        var client = server.connect();
        for (var data :
                List.of("{}", "7", "{\"user_id\":true}", "{\"user_id\":\"1\",\"user_info\":1}")) {
            client.subscribe(ROOM, data);

            assertThat(client.next("pusher:subscription_error").get("data").get("status").asInt())
                    .isEqualTo(400);
            client.next("pusher:error");
        }
        client.subscribe(ROOM, (String) null);
        client.next("pusher:subscription_error");
        client.next("pusher:error");
    }

    @Test
    void a_joiner_misses_no_member_and_hears_of_none_twice() {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 24; i++) {
            clients.add(server.connect());
        }

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).subscribe(ROOM, "{\"user_id\":\"" + i + "\"}");
        }

        for (var client : clients) {
            var success = client.next("pusher_internal:subscription_succeeded");
            var known =
                    new ArrayList<>(
                            ids(TestClient.parse(success.get("data").asText()).get("presence")));
            while (known.size() < clients.size()) {
                var added = client.next("pusher_internal:member_added").get("data").asText();
                known.add(TestClient.parse(added).get("user_id").asText());
            }
            assertThat(known).doesNotHaveDuplicates();
            client.expectNothing();
        }
    }

    private static List<String> ids(JsonNode presence) {
        var ids = new ArrayList<String>();
        presence.get("ids").forEach(id -> ids.add(id.asText()));
        assertThat(presence.get("count").asInt()).isEqualTo(ids.size());
        assertThat(presence.get("hash").size()).isEqualTo(ids.size());
        return ids;
    }
}
