// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.admin.InboxRoutes;
import dev.parley.app.admin.Metrics;
import dev.parley.app.admin.ProcessReadiness;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.RunMode;
import dev.parley.channels.ChannelServer;
import dev.parley.gateway.mail.Inbox;
import dev.parley.gateway.mail.Mail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The admin port over HTTP, in front of a real server.
final class AdminFrontTest {
    private static final String TOKEN = "a-token-of-24-characters";
    private static final String EVENT =
            "{\"app\":\"parley\",\"channel\":\"room\",\"name\":\"hello\",\"data\":\"1\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ProcessReadiness readiness = new ProcessReadiness(() -> true);
    private Metrics metrics = new Metrics();
    private final Clock clock = Clock.systemUTC();
    private final Inbox inbox = new Inbox(clock);
    private final InboxRoutes mails = new InboxRoutes(inbox, new SecureRandom());
    private AdminFront front = start(Map.of());
    private ChannelServer server = serve();

    @AfterEach
    void stop() {
        client.shutdownNow();
        front.close();
        server.close();
        metrics.close();
    }

    @Test
    void readiness_follows_the_life_of_the_process() throws Exception {
        var starting = get("/ready");
        readiness.ready();
        var ready = get("/ready");
        readiness.stopping();
        readiness.ready();
        var stopping = get("/ready");

        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(stopping.statusCode()).isEqualTo(503);
        assertThat(stopping.body()).isEqualTo("stopping\n");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_are_lines_of_prometheus() throws Exception {
        var metrics = get("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line ->
                        line.matches("[a-zA-Z_:][\\w:]*(\\{.*\\})? (NaN|[+-]Inf|-?[0-9.eE+-]+)"));
        assertThat(metrics.body())
                .contains(
                        "parley_channels_publishes_total ",
                        "jvm_memory_used_bytes",
                        "jvm_gc_pause_seconds_count",
                        "jvm_threads_live_threads",
                        "process_files_open_files",
                        "system_cpu_count");
    }

    @Test
    void the_console_loads_nothing_from_elsewhere() throws Exception {
        var page = get("/");

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("<h1>").doesNotContain("<script>", "style=");
        assertThat(get("/console.js").statusCode()).isEqualTo(200);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/../secret").statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void mails_that_are_not_sent_are_shown_at_an_address_nobody_guesses() throws Exception {
        try (var delivery = inbox.open()) {
            delivery.send(
                    new Mail(
                            "ann@example.com",
                            "Hello <b>",
                            "one & two",
                            "<p>one</p>",
                            URI.create("http://127.0.0.1:1/auth/v1/verify?token=t&type=recovery")));
        }

        var page = get(mails.path());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body())
                .contains(
                        "Hello &lt;b&gt;",
                        "ann@example.com",
                        "one &amp; two",
                        "href=\"http://127.0.0.1:1/auth/v1/verify?token=t&amp;type=recovery\"")
                .doesNotContain("Hello <b>");
        assertThat(get(mails.path() + ".json").body())
                .contains(
                        "\"to\":\"ann@example.com\"",
                        "\"link\":\"http://127.0.0.1:1/auth/v1/verify?token=t&type=recovery\"");
        assertThat(get("/mails").statusCode()).isEqualTo(404);
        assertThat(get("/mails/").statusCode()).isEqualTo(404);
        assertThat(new InboxRoutes(inbox, new SecureRandom()).path()).isNotEqualTo(mails.path());
        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN));
        assertThat(get(mails.path()).statusCode()).isEqualTo(401);
        restart(Map.of("BIND_ADDRESS", "0.0.0.0"));
        assertThat(get(mails.path() + ".json").statusCode()).isEqualTo(403);
    }

    @Test
    void a_name_that_is_not_this_machines_is_refused() throws Exception {
        assertThat(statusFor("evil.example:9601")).startsWith("HTTP/1.1 421");
        assertThat(statusFor("localhost")).startsWith("HTTP/1.1 200");
        assertThat(statusFor("127.0.0.1:" + front.port())).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_balancer_asks_for_health_in_its_own_way() throws Exception {
        for (var path : new String[] {"/health", "/health?probe=1", "/ready"}) {
            var asked = get(path);
            var head = send(request(path).method("HEAD", BodyPublishers.noBody()).build());

            assertThat(head.statusCode()).as(path).isEqualTo(asked.statusCode());
            assertThat(head.body()).isEmpty();
        }
        assertThat(get("/health?probe=1").statusCode()).isEqualTo(200);
    }

    @Test
    void a_proxy_on_this_machine_opens_nothing_once_a_token_is_set() throws Exception {
        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN));

        for (var path : new String[] {"/", "/metrics", "/api/overview", "/console.js"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "Authorization", basic(TOKEN)).statusCode()).isEqualTo(200);
        }
        assertThat(statusFor("127.0.0.1:" + front.port())).startsWith("HTTP/1.1 401");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void a_watched_channel_shows_what_is_sent_from_the_console() throws Exception {
        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN));
        var shown = new String[] {"Authorization", basic(TOKEN)};
        assertThat(get("/api/channel?app=parley&name=room", shown).body())
                .contains("\"events\":[]");

        var sent = post(EVENT, "Authorization", "Bearer " + TOKEN);

        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(get("/api/channel?app=parley&name=room", shown).body())
                .contains("\\\"event\\\":\\\"hello\\\"", "\"number\":1");
        assertThat(get("/api/overview", shown).body())
                .contains("\"id\":\"parley\"", "\"mayPublish\":true", "\"authorized\":false")
                .doesNotContain("parley-secret", TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/channels?app=nobody",
                "/api/channels",
                "/api/connections?app=nobody",
                "/api/channels?app=parley&sort=colour",
                "/api/channels?app=parley&limit=-1",
                "/api/channel?app=parley&name=no%20name"
            })
    void a_question_that_makes_no_sense_is_refused(String path) throws Exception {
        assertThat(get(path).statusCode()).isBetween(400, 404);
    }

    @Test
    void nobody_publishes_without_a_token() throws Exception {
        assertThat(post(EVENT).statusCode()).isEqualTo(403);

        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN));

        assertThat(post(EVENT).statusCode()).isEqualTo(401);
        assertThat(post(EVENT, "Authorization", "Bearer wrong-token-of-16-letters").statusCode())
                .isEqualTo(401);
        assertThat(post(EVENT, "Authorization", basic(TOKEN)).statusCode()).isEqualTo(401);
        assertThat(
                        post(
                                        EVENT,
                                        "Authorization",
                                        "Bearer " + TOKEN,
                                        "Origin",
                                        "https://evil.example")
                                .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"app\":\"parley\"}",
                "{\"app\":\"nobody\",\"channel\":\"c\",\"name\":\"n\",\"data\":\"1\"}",
                "{\"app\":\"parley\",\"channel\":\"no name\",\"name\":\"n\",\"data\":\"1\"}",
                "{\"app\":\"parley\",\"channel\":\"c\",\"name\":\"n\",\"data\":\"1\",\"x\":1}"
            })
    void an_event_that_makes_no_sense_is_refused(String body) throws Exception {
        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN));

        assertThat(post(body, "Authorization", "Bearer " + TOKEN).statusCode()).isBetween(400, 404);
    }

    @Test
    void other_machines_need_the_token_for_everything_but_health() throws Exception {
        restart(Map.of("CHANNELS_ADMIN_TOKEN", TOKEN, "BIND_ADDRESS", "0.0.0.0"));

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        for (var path : new String[] {"/", "/metrics", "/api/overview", "/console.js"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
            assertThat(get(path, "Authorization", basic(TOKEN)).statusCode()).isEqualTo(200);
            assertThat(get(path, "Authorization", basic("x")).statusCode()).isEqualTo(401);
        }
        assertThat(get("/").headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic"));
    }

    @Test
    void without_a_token_other_machines_learn_only_whether_it_lives() throws Exception {
        restart(Map.of("BIND_ADDRESS", "0.0.0.0"));

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").statusCode()).isEqualTo(403);
        assertThat(get("/").body()).contains("CHANNELS_ADMIN_TOKEN");
    }

    private void restart(Map<String, String> environment) {
        front.close();
        server.close();
        metrics.close();
        metrics = new Metrics();
        front = start(environment);
        server = serve();
    }

    private AdminFront start(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.put("CHANNELS_ADMIN_PORT", "0");
        all.put("CHANNELS_PORT", "0");
        all.put("PUSHER_SECRET", "parley-secret-of-this-test");
        var configuration = Configuration.read(all, RunMode.CHANNELS);
        return AdminFront.start(
                configuration,
                (Pusher.Local) configuration.pusher(),
                metrics,
                readiness,
                Optional.of(mails),
                clock);
    }

    private ChannelServer serve() {
        var configuration = Configuration.read(Map.of("CHANNELS_PORT", "0"), RunMode.CHANNELS);
        var running =
                ChannelServer.start(
                        ChannelsSettings.of(
                                configuration,
                                (Pusher.Local) configuration.pusher(),
                                clock,
                                metrics.registry()));
        front.show(running);
        return running;
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET().build());
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        return send(request("/api/events", headers).POST(BodyPublishers.ofString(body)).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path))
                        .timeout(Duration.ofSeconds(10));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private String statusFor(String host) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            ("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    private static String basic(String password) {
        var credentials = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
