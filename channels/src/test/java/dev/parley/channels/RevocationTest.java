// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.Revocation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rights that end while the connection goes on.
class RevocationTest {
    private static final String ROOM = "private-room";
    private static final String OTHER_ROOM = "private-other";
    private static final String REVOKE = "/apps/test-app/users/ada/revoke";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_signed_in_user_is_taken_out_of_a_channel_and_told_why() {
        var ada = signedIn("ada");
        ada.join(ROOM);
        ada.join(OTHER_ROOM);

        var answer = server.post(REVOKE, new Revocation(List.of(ROOM), "You were removed.").json());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        var told = ada.next("pusher:subscription_error");
        assertThat(told.get("channel").asText()).isEqualTo(ROOM);
        assertThat(told.get("data").toString())
                .isEqualTo(
                        "{\"type\":\"AuthError\",\"error\":\"You were removed.\",\"status\":403}");
        server.publish(ROOM, "secret", "x");
        server.publish(OTHER_ROOM, "still", "x");
        ada.next("still");
        ada.expectNothing();
    }

    @Test
    void nobody_else_notices() {
        var ada = signedIn("ada");
        var bob = signedIn("bob");
        var stranger = server.connect();
        ada.join(ROOM);
        bob.join(ROOM);
        stranger.join(ROOM);

        revoke("ada", ROOM);
        ada.next("pusher:subscription_error");
        server.publish(ROOM, "event", "x");

        bob.next("event");
        bob.expectNothing();
        stranger.next("event");
        stranger.expectNothing();
    }

    @Test
    void on_a_presence_channel_the_others_see_the_user_go() {
        var bob = server.connect();
        bob.joinAs("presence-room", "bob");
        var ada = signedIn("ada");
        ada.joinAs("presence-room", "ada");
        bob.next("pusher_internal:member_added");

        revoke("ada", "presence-room");

        ada.next("pusher:subscription_error");
        assertThat(bob.next("pusher_internal:member_removed").get("data").asText())
                .isEqualTo("{\"user_id\":\"ada\"}");
    }

    @Test
    void an_old_signature_does_not_lead_back_but_ends_the_connection() {
        var ada = signedIn("ada");
        ada.join(ROOM);
        revoke("ada", ROOM);
        ada.next("pusher:subscription_error");

        ada.subscribe(ROOM, null);

        assertThat(ada.closeCode()).isEqualTo(4203);
    }

    @Test
    void a_signature_that_was_not_used_yet_is_worth_nothing_either() {
        var ada = signedIn("ada");

        revoke("ada", ROOM);
        ada.expectNothing(); // the loop may read a message before it takes up what others ask of it
        ada.subscribe(ROOM, null);

        assertThat(ada.closeCode()).isEqualTo(4203);
    }

    @Test
    void a_new_connection_with_a_new_signature_comes_back() {
        var before = signedIn("ada");
        before.join(ROOM);
        revoke("ada", ROOM);
        before.next("pusher:subscription_error");

        signedIn("ada").join(ROOM);
    }

    @Test
    void a_connection_that_was_registered_is_the_users_without_signing_in() {
        var ada = server.connect();
        register(ada, Instant.now().plusSeconds(3_600));
        ada.join(ROOM);

        server.server().revoke("test-app", "ada", new Revocation(List.of(ROOM), "Removed."));

        ada.next("pusher:subscription_error");
    }

    @Test
    void a_connection_whose_time_is_over_is_told_to_come_again() {
        var ada = server.connect();
        register(ada, Instant.now().plusMillis(100));
        ada.join(ROOM);

        assertThat(ada.closeCode()).isEqualTo(4203);
    }

    @Test
    void a_later_end_keeps_the_connection_and_an_earlier_one_changes_nothing() {
        var ada = server.connect();
        var other = server.connect();
        ada.join(ROOM);
        register(ada, Instant.now().plusMillis(100));
        register(ada, Instant.now().plusSeconds(3_600));
        register(ada, Instant.now().minusSeconds(1));
        register(other, Instant.now().plusMillis(200));

        assertThat(other.closeCode()).isEqualTo(4203);

        server.publish(ROOM, "event", "x");
        ada.next("event");
    }

    @Test
    void registering_a_connection_that_is_gone_changes_nothing() {
        server.server().registerConnection("test-app", new SocketId("1.2"), "ada", Instant.now());

        server.connect().join(ROOM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"channels\":[]}",
                "{\"channels\":\"private-room\"}",
                "{\"channels\":[7]}",
                "{\"channels\":[\"private-room\"],\"reason\":7}"
            })
    void a_request_that_names_no_channels_is_refused(String body) {
        assertThat(server.post(REVOKE, body).statusCode()).isEqualTo(400);
    }

    @Test
    void a_server_to_user_channel_may_be_asked_for_again() {
        var ada = signedIn("ada");
        ada.join("#server-to-user-ada");

        ada.join("#server-to-user-ada");

        server.publish("#server-to-user-ada", "note", "x");
        ada.next("note");
        ada.expectNothing();
    }

    private TestClient signedIn(String id) {
        var client = server.connect();
        client.signIn("{\"id\":\"" + id + "\"}");
        client.next("pusher:signin_success");
        return client;
    }

    private void register(TestClient client, Instant end) {
        server.server().registerConnection("test-app", new SocketId(client.socketId()), "ada", end);
    }

    private void revoke(String user, String channel) {
        server.server().revoke("test-app", user, new Revocation(List.of(channel), "Removed."));
    }
}
