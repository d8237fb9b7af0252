// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.config.App;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.PublishEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReloadTest {
    private static final App FIRST = App.of(RunningServer.APP_ID, RunningServer.KEY);
    private static final App SECOND =
            App.of("second", new AppCredentials("second-key", new Secret("second-secret")));

    private final RunningServer server = new RunningServer(Change.limits(Change::quickToClose));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_unchanged_app_keeps_its_connections_and_a_new_one_is_served() {
        var client = server.connect();
        client.join("news");

        server.server().reload(List.of(FIRST, SECOND));

        server.open("/app/second-key").greeted();
        server.publish("news", "e", "1");
        client.next("e");
    }

    @Test
    void a_removed_app_loses_its_connections_with_4001() {
        server.server().reload(List.of(FIRST, SECOND));
        var staying = server.connect();
        var going = server.open("/app/second-key");
        going.greeted();

        server.server().reload(List.of(FIRST));

        assertThat(going.closeCode()).isEqualTo(4001);
        assertThat(server.open("/app/second-key").closeCode()).isEqualTo(4001);
        staying.expectNothing();
    }

    @Test
    void a_disabled_app_loses_its_connections_with_4003_until_it_is_back() {
        var client = server.connect();

        server.server().reload(List.of(FIRST.disabled()));

        assertThat(client.closeCode()).isEqualTo(4003);
        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4003);
        server.server().reload(List.of(FIRST));
        server.connect();
    }

    @Test
    void a_changed_key_counts_for_new_work_at_once() {
        var client = server.connect();
        var other = new AppCredentials("other-key", new Secret("other-secret"));

        server.server().reload(List.of(App.of(RunningServer.APP_ID, other)));

        client.subscribe("private-a", null);
        client.next("pusher:subscription_error");
        client.next("pusher:error");
        client.expectNothing();
        assertThat(server.publish("news", "e", "1").statusCode()).isEqualTo(400);
        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4001);
        server.open("/app/other-key").greeted();
    }

    @Test
    void a_smaller_quota_counts_those_that_are_there() {
        server.connect();
        server.connect();

        server.server().reload(List.of(FIRST.withMaxConnections(2)));
        assertThat(server.open("/app/test-key").closeCode()).isEqualTo(4004);

        server.server().reload(List.of(FIRST.withMaxConnections(3)));
        server.connect();
    }

    @Test
    void a_presence_channel_that_is_there_grows_and_shrinks_with_the_limit() {
        server.server().reload(List.of(withMembers(1)));
        server.connect().joinAs("presence-room", "ada");

        server.server().reload(List.of(withMembers(2)));
        server.connect().joinAs("presence-room", "bob");

        server.server().reload(List.of(withMembers(1)));
        var third = server.connect();
        third.subscribe("presence-room", "{\"user_id\":\"cy\"}");
        assertThat(third.next("pusher:subscription_error").path("data").toString())
                .contains("full");
    }

    @Test
    void subscribers_are_counted_from_the_next_change_on_and_no_longer_when_switched_off() {
        var first = server.connect();
        first.join("news");

        server.server().reload(List.of(Change.counting(FIRST)));
        server.connect().join("news");
        assertThat(first.next("pusher_internal:subscription_count").toString()).contains("2");

        server.server().reload(List.of(FIRST));
        server.connect().join("news");
        first.expectNothing();
    }

    @Test
    void a_connection_sends_client_events_at_the_changed_rate() {
        server.server().reload(List.of(withEventsPerSecond(1)));
        var sender = server.connect();
        sender.joinAs("presence-room", "ada");
        var event = "{\"event\":\"client-x\",\"channel\":\"presence-room\",\"data\":1}";
        sender.send(event);

        server.server().reload(List.of(withEventsPerSecond(50)));
        for (int i = 0; i < 20; i++) {
            sender.send(event);
        }

        sender.expectNothing();
    }

    @Test
    void contradicting_apps_change_nothing() {
        var client = server.connect();

        assertThatThrownBy(() -> server.server().reload(List.of(SECOND, SECOND)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.server().reload(List.of()))
                .isInstanceOf(IllegalArgumentException.class);

        client.expectNothing();
        server.connect();
    }

    @Test
    void events_are_not_lost_while_apps_change() {
        var client = server.connect();
        client.join("news");
        var done = new AtomicBoolean();
        var reloading =
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; !done.get(); i++) {
                        server.server().reload(List.of(FIRST.withMaxConnections(1_000 + i)));
                    }
                });

        for (int i = 0; i < 500; i++) {
            server.server()
                    .publish(RunningServer.APP_ID, List.of(PublishEvent.to("news", "e" + i, "1")));
        }
        done.set(true);
        reloading.join();

        for (int i = 0; i < 500; i++) {
            client.next("e" + i);
        }
    }

    private static App withMembers(int members) {
        return FIRST.with(
                new Limits(164, 200, 10_240, 100, 10, members, 128, 1_024, 10, 1_000, 100));
    }

    private static App withEventsPerSecond(int events) {
        return FIRST.with(
                new Limits(164, 200, 10_240, 100, 10, 100, 128, 1_024, events, 1_000, 100));
    }
}
