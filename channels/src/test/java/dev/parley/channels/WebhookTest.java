// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.App;
import dev.parley.channels.config.Features;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Webhooks of a running server, as an application receives them.
class WebhookTest {
    private static final App APP = App.of(RunningServer.APP_ID, RunningServer.KEY);

    private final Endpoint endpoint = new Endpoint();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void a_request_is_signed_over_its_very_bytes() throws InterruptedException {
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.connect().join("news");

            var request = endpoint.next();

            assertThat(request.body())
                    .matches(
                            "\\{\"time_ms\":\\d{13},\"events\":\\[\\{\"name\":\"channel_occupied\","
                                    + "\"channel\":\"news\"}]}");
            assertThat(request.header("Content-type")).isEqualTo("application/json");
            assertThat(request.header("X-pusher-key")).isEqualTo("test-key");
            assertThat(request.header("X-pusher-signature"))
                    .isEqualTo(
                            RunningServer.KEY.webhookSignature(
                                    request.body().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void everything_that_happens_is_told_in_its_order() throws InterruptedException {
        try (var server = server(app -> counting(app).withWebhooks(endpoint.all()))) {
            var ada = server.connect();
            ada.joinAs("presence-room", "ada");
            ada.send("{\"event\":\"client-x\",\"channel\":\"presence-room\",\"data\":{\"a\":1}}");
            ada.join("cache-price");

            assertThat(endpoint.nextEvent()).contains("channel_occupied");
            assertThat(endpoint.nextEvent())
                    .isEqualTo(
                            "{\"name\":\"member_added\",\"channel\":\"presence-room\","
                                    + "\"user_id\":\"ada\"}");
            assertThat(endpoint.nextEvent())
                    .isEqualTo(
                            "{\"name\":\"client_event\",\"channel\":\"presence-room\","
                                    + "\"event\":\"client-x\",\"data\":\"{\\\"a\\\":1}\","
                                    + "\"socket_id\":\""
                                    + ada.socketId()
                                    + "\",\"user_id\":\"ada\"}");
            assertThat(endpoint.nextEvent()).contains("channel_occupied", "cache-price");
            assertThat(endpoint.nextEvent()).contains("cache_miss", "cache-price");
            assertThat(endpoint.nextEvent()).contains("\"subscription_count\":1");
        }
    }

    @Test
    void a_channel_that_stays_empty_is_told_after_three_seconds() throws InterruptedException {
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            var client = server.connect();
            client.join("news");
            endpoint.next();

            client.unsubscribe("news");
            client.join("news");
            client.unsubscribe("news");
            long left = System.nanoTime();

            assertThat(endpoint.nextEvent()).contains("channel_vacated");
            assertThat(Duration.ofNanos(System.nanoTime() - left))
                    .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(8));
        }
    }

    @Test
    void an_endpoint_is_told_what_it_wants_with_its_own_headers() throws InterruptedException {
        var hook =
                new WebhookEndpoint(
                                endpoint.url(),
                                Set.of(WebhookEvent.MEMBER_ADDED, WebhookEvent.CLIENT_EVENT),
                                Map.of("X-Token", "abc"),
                                true)
                        .withPrivateAddresses();
        try (var server = server(app -> app.withWebhooks(hook))) {
            server.connect().joinAs("presence-room", "ada");
            server.connect().joinAs("presence-room", "bob");

            var request = endpoint.next();

            assertThat(request.header("X-token")).isEqualTo("abc");
            assertThat(request.body())
                    .contains("\"events\":[{\"name\":\"member_added\"")
                    .contains("\"user_id\":\"ada\"},{\"name\":\"member_added\"")
                    .endsWith("\"user_id\":\"bob\"}]}");
        }
    }

    @Test
    void a_failure_is_repeated_with_the_same_bytes_and_signature() throws InterruptedException {
        endpoint.answerNext(500);
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.connect().join("news");

            var first = endpoint.next();
            var second = endpoint.next();

            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.header("X-pusher-signature"))
                    .isEqualTo(first.header("X-pusher-signature"));
        }
    }

    @Test
    void a_redirect_is_a_failure_and_is_not_followed() throws InterruptedException {
        endpoint.answerNext(307);
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.connect().join("news");

            endpoint.next();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(
                                            registry.counter("parley.channels.webhooks.failures")
                                                    .count())
                                    .isEqualTo(1));
            endpoint.next();
        }
    }

    @Test
    void a_private_address_is_refused_unless_it_is_allowed() {
        var hook =
                new WebhookEndpoint(
                        endpoint.url(), Set.of(WebhookEvent.CHANNEL_OCCUPIED), Map.of(), false);
        try (var server = server(app -> app.withWebhooks(hook))) {
            server.connect().join("news");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(events("given_up")).isEqualTo(1));
            assertThat(endpoint.waiting()).isZero();
        }
    }

    @Test
    void a_miss_is_told_once_though_several_join() throws InterruptedException {
        var hook =
                new WebhookEndpoint(
                                endpoint.url(), Set.of(WebhookEvent.CACHE_MISS), Map.of(), false)
                        .withPrivateAddresses();
        try (var server = server(app -> app.withWebhooks(hook))) {
            server.connect().join("cache-a");
            server.connect().join("cache-a");
            server.connect().join("cache-b");

            assertThat(endpoint.nextEvent()).contains("cache-a");
            assertThat(endpoint.nextEvent()).contains("cache-b");
        }
    }

    @Test
    void an_endpoint_that_comes_with_a_reload_is_told_from_then_on() throws InterruptedException {
        try (var server = server(app -> app)) {
            server.connect().join("before");

            server.server().reload(List.of(APP.withWebhooks(endpoint.all())));
            server.connect().join("after");

            assertThat(endpoint.nextEvent()).contains("after");
        }
    }

    @Test
    void an_endpoint_that_goes_with_a_reload_is_told_what_waits_and_no_more()
            throws InterruptedException {
        endpoint.answerNext(500);
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.connect().join("first");
            server.connect().join("second");
            endpoint.next();

            server.server().reload(List.of(APP));
            server.connect().join("late");

            assertThat(endpoint.nextEvent()).contains("first");
            assertThat(endpoint.nextEvent()).contains("second");
            assertThat(endpoint.isQuietFor(Duration.ofMillis(500))).isTrue();
        }
    }

    @Test
    void an_unchanged_endpoint_keeps_what_waits_and_signs_with_the_changed_key()
            throws InterruptedException {
        endpoint.answerNext(500);
        var other = new AppCredentials("other-key", new Secret("other-secret"));
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.connect().join("first");
            server.connect().join("second");
            endpoint.next();

            server.server()
                    .reload(
                            List.of(
                                    App.of(RunningServer.APP_ID, other)
                                            .withWebhooks(endpoint.all())));

            assertThat(endpoint.nextEvent()).contains("first");
            var request = endpoint.next();
            assertThat(request.body()).contains("second");
            assertThat(request.header("X-pusher-signature"))
                    .isEqualTo(
                            other.webhookSignature(
                                    request.body().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void a_changed_endpoint_is_told_what_it_wants_now() throws InterruptedException {
        var misses =
                new WebhookEndpoint(
                                endpoint.url(), Set.of(WebhookEvent.CACHE_MISS), Map.of(), false)
                        .withPrivateAddresses();
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            server.server().reload(List.of(APP.withWebhooks(misses)));
            server.connect().join("cache-a");

            assertThat(endpoint.nextEvent()).contains("cache_miss");
            assertThat(endpoint.isQuietFor(Duration.ofMillis(300))).isTrue();
        }
    }

    @Test
    void a_removal_held_for_an_endpoint_that_went_is_not_counted_as_given_up() {
        try (var server = server(app -> app.withWebhooks(endpoint.all()))) {
            var client = server.connect();
            client.join("news");
            client.unsubscribe("news");

            server.server().reload(List.of(APP));
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(3_500))
                    .untilAsserted(() -> assertThat(events("overflowed")).isZero());
        }
    }

    private double events(String result) {
        return registry.counter("parley.channels.webhooks.events", "result", result).count();
    }

    private static App counting(App app) {
        return app.with(new Features(true, true, true, false, null));
    }

    private RunningServer server(UnaryOperator<App> change) {
        return new RunningServer(config -> Change.app(change).apply(config).with(registry));
    }
}
