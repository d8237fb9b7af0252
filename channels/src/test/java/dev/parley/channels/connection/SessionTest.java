// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.Features;
import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Secret;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.frame.ClientFrame;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final AppCredentials KEY = new AppCredentials("key", new Secret("secret"));

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final LoopTaskQueue taskQueue =
            new LoopTaskQueue(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final RecordedOutbound outbound = new RecordedOutbound(taskQueue);
    private final SocketId id = new SocketId("1.2");

    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final LiveApp app = app(1_000);
    private final Session session = new Session(app, outbound, id, clock, 10);

    @Test
    void a_session_begins_with_its_socket_id() {
        session.open(120);

        assertThat(outbound.next())
                .isEqualTo(
                        "{\"event\":\"pusher:connection_established\","
                                + "\"data\":\"{\\\"socket_id\\\":\\\"1.2\\\","
                                + "\\\"activity_timeout\\\":120}\"}");
    }

    @Test
    void an_app_that_is_full_closes_with_4004() {
        var full = app(1);
        new Session(full, outbound, id, clock, 10).open(120);
        var second = new RecordedOutbound(taskQueue);

        new Session(full, second, new SocketId("3.4"), clock, 10).open(120);

        assertThat(second.closed()).isEqualTo(ErrorCode.OVER_QUOTA);
        second.expectNothing();
    }

    @Test
    void events_follow_the_success_frame_and_end_with_the_subscription() {
        open();
        publish("a", "before");

        session.on(new ClientFrame.Subscribe("a", null, null));
        publish("a", "live");
        runTurns();
        session.on(new ClientFrame.Unsubscribe("a"));
        publish("a", "after");
        runTurns();

        assertThat(outbound.next()).contains("subscription_succeeded");
        assertThat(outbound.next()).contains("live");
        outbound.expectNothing();
        assertThat(app.channels().all()).isEmpty();
    }

    @Test
    void a_closed_session_leaves_everything_and_says_no_more() {
        open();
        session.on(new ClientFrame.Subscribe("a", null, null));
        outbound.next();

        session.closed();
        session.closed();
        session.on(new ClientFrame.Ping());
        publish("a", "late");
        runTurns();

        outbound.expectNothing();
        assertThat(app.channels().all()).isEmpty();
    }

    @Test
    void signing_in_again_as_the_same_user_works_and_as_another_fails() {
        open();

        session.on(signIn("{\"id\":\"1\"}"));
        session.on(signIn("{\"id\":\"1\",\"user_info\":{}}"));
        session.on(signIn("{\"id\":\"2\"}"));

        assertThat(outbound.next()).contains("pusher:signin_success").doesNotContain("auth");
        assertThat(outbound.next()).contains("pusher:signin_success");
        assertThat(outbound.next()).contains("4009");
    }

    @Test
    void a_forged_sign_in_is_refused() {
        open();

        session.on(new ClientFrame.SignIn("key:00", "{\"id\":\"1\"}"));
        session.on(new ClientFrame.SignIn("other:00", "{\"id\":\"1\"}"));
        session.on(signIn("{\"id\":1}"));

        for (int i = 0; i < 3; i++) {
            assertThat(outbound.next()).contains("pusher:error").contains("4009");
        }
    }

    @Test
    void a_signed_in_user_needs_no_channel_data_on_a_presence_channel() {
        open();
        var auth = KEY.channelAuth(id.value(), "presence-a", null);
        session.on(signIn("{\"id\":\"42\",\"user_info\":{\"name\":\"Ada\"}}"));
        outbound.next();

        session.on(new ClientFrame.Subscribe("presence-a", auth, null));

        assertThat(outbound.next()).contains("\\\"42\\\":{\\\"name\\\":\\\"Ada\\\"}");
    }

    @Test
    void terminating_a_user_closes_their_session_on_its_own_loop() {
        open();
        session.on(signIn("{\"id\":\"1\"}"));

        app.users().terminate("1");
        assertThat(outbound.closed()).isNull();
        runTurns();

        assertThat(outbound.closed()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void client_events_are_let_through_again_after_a_pause() {
        open();
        var auth = KEY.channelAuth(id.value(), "private-a", null);
        session.on(new ClientFrame.Subscribe("private-a", auth, null));
        outbound.next();

        sendClientEvents(11);
        assertThat(outbound.next()).contains("4301");
        now = now.plus(Duration.ofMillis(100));
        sendClientEvents(1);
        outbound.expectNothing();
        sendClientEvents(1);
        assertThat(outbound.next()).contains("4301");
    }

    @Test
    void a_clock_that_goes_back_gives_nothing_away() {
        open();
        var auth = KEY.channelAuth(id.value(), "private-a", null);
        session.on(new ClientFrame.Subscribe("private-a", auth, null));
        outbound.next();
        sendClientEvents(10);

        now = now.minusSeconds(60);
        sendClientEvents(1);

        assertThat(outbound.next()).contains("4301");
    }

    @Test
    void a_connection_that_shows_no_right_in_time_is_closed() {
        var lax = with(new Features(true, false, true, false, Duration.ofSeconds(30)));
        lax.open(120);
        lax.on(new ClientFrame.Subscribe("a", null, null));
        now = now.plusMillis(29_999);
        lax.onSweep();
        assertThat(outbound.closed()).isNull();

        now = now.plusMillis(1);
        lax.onSweep();

        assertThat(outbound.closed()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void a_private_channel_or_a_sign_in_is_a_right() {
        var features = new Features(true, false, true, false, Duration.ofSeconds(30));
        var subscriber = with(features);
        subscriber.open(120);
        var auth = KEY.channelAuth(id.value(), "private-a", null);
        subscriber.on(new ClientFrame.Subscribe("private-a", auth, null));
        var user = with(features);
        user.open(120);
        user.on(signIn("{\"id\":\"1\"}"));

        now = now.plusSeconds(31);
        subscriber.onSweep();
        user.onSweep();

        assertThat(outbound.closed()).isNull();
    }

    @Test
    void without_a_time_limit_nobody_needs_a_right() {
        open();

        now = now.plus(Duration.ofDays(1));
        session.onSweep();

        assertThat(outbound.closed()).isNull();
    }

    @Test
    void who_signs_in_with_a_watchlist_is_told_who_is_there() {
        open();
        app.users().signedIn("7", new UserSignIn(app, outbound, new SocketId("3.4")), List.of());

        session.on(signIn("{\"id\":\"1\",\"watchlist\":[\"7\",\"8\"]}"));

        assertThat(outbound.next()).contains("pusher:signin_success");
        assertThat(outbound.next())
                .isEqualTo(
                        "{\"event\":\"pusher_internal:watchlist_events\",\"data\":\"{\\\"events\\\":["
                                + "{\\\"name\\\":\\\"online\\\",\\\"user_ids\\\":[\\\"7\\\"]},"
                                + "{\\\"name\\\":\\\"offline\\\",\\\"user_ids\\\":[\\\"8\\\"]}]}\"}");
        outbound.expectNothing();
    }

    @Test
    void a_watcher_is_told_of_the_first_and_not_of_itself() {
        open();
        session.on(signIn("{\"id\":\"1\",\"watchlist\":[\"7\"]}"));
        outbound.next();
        outbound.next();

        app.users().signedIn("7", new UserSignIn(app, outbound, new SocketId("3.4")), List.of());
        runTurns();

        assertThat(outbound.next()).contains("online").contains("7").doesNotContain("offline");
        outbound.expectNothing();
    }

    @Test
    void of_a_long_watchlist_the_first_hundred_count_and_4302_is_said() {
        open();
        var ids =
                IntStream.range(0, 101)
                        .mapToObj(i -> "\"u" + i + "\"")
                        .collect(Collectors.joining(","));

        session.on(signIn("{\"id\":\"1\",\"watchlist\":[" + ids + "]}"));

        assertThat(outbound.next()).contains("pusher:signin_success");
        assertThat(outbound.next()).contains("u99").doesNotContain("u100");
        assertThat(outbound.next()).contains("pusher:error").contains("4302");
    }

    @Test
    void an_app_without_watchlists_tells_nobody() {
        var plain = with(new Features(true, false, false, false, null));
        plain.open(120);
        outbound.next();

        plain.on(signIn("{\"id\":\"1\",\"watchlist\":[\"7\"]}"));

        assertThat(outbound.next()).contains("pusher:signin_success");
        outbound.expectNothing();
    }

    private Session with(Features features) {
        return new Session(app(App.of("app", KEY).with(features)), outbound, id, clock, 10);
    }

    private void sendClientEvents(int count) {
        for (int i = 0; i < count; i++) {
            session.on(new ClientFrame.ClientEvent("private-a", "client-x", "{}"));
        }
    }

    private void open() {
        session.open(120);
        outbound.next();
    }

    private void publish(String channel, String event) {
        app.publish(List.of(PublishEvent.to(channel, event, "")));
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }

    private ClientFrame signIn(String userData) {
        return new ClientFrame.SignIn(KEY.userAuth(id.value(), userData), userData);
    }

    private LiveApp app(int maxConnections) {
        return app(App.of("app", KEY).withMaxConnections(maxConnections));
    }

    private LiveApp app(App settings) {
        var config = ChannelsConfig.of("127.0.0.1", 0, List.of(settings), clock);
        return new LiveApps(config, List.of(taskQueue), Uncounted.METERS).byId("app").orElseThrow();
    }
}
