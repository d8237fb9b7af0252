// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.admin.AccessGuard;
import dev.parley.app.admin.BriefReadiness;
import dev.parley.app.admin.Metrics;
import dev.parley.app.admin.MetricsRoute;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What other machines are told on the port that everybody reaches.
final class PublicPortTest {
    private static final Optional<Secret> TOKEN =
            Optional.of(new Secret("a-token-of-24-characters"));
    private static final String WHOLE = "everything there is to say";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();

    @AfterEach
    void stop() {
        client.shutdownNow();
        metrics.close();
    }

    @Test
    void other_machines_need_the_token_for_metrics_and_for_why_it_is_not_ready() throws Exception {
        try (var port = publicPort(TOKEN)) {
            var refused = get(port, "/metrics", "Authorization", "Bearer wrong");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("METRICS_TOKEN").doesNotContain("jvm_");
            assertThat(get(port, "/metrics", "Authorization", bearer()).body()).contains("jvm_");

            var brief = get(port, "/ready", "X", "y");
            assertThat(brief.statusCode()).isEqualTo(503);
            assertThat(brief.body()).isEqualTo("{\"ready\":false}");
            assertThat(get(port, "/ready", "Authorization", bearer()).body()).isEqualTo(WHOLE);
        }
    }

    @Test
    void a_proxy_on_this_machine_needs_the_token_too() throws Exception {
        try (var port = port(new AccessGuard("127.0.0.1", true, TOKEN))) {
            assertThat(get(port, "/metrics", "X", "y").statusCode()).isEqualTo(401);
            assertThat(get(port, "/ready", "X", "y").body()).isEqualTo("{\"ready\":false}");
            assertThat(get(port, "/metrics", "Authorization", bearer()).body()).contains("jvm_");
        }
        try (var port = port(new AccessGuard("127.0.0.1", true, Optional.empty()))) {
            assertThat(get(port, "/metrics", "X", "y").body()).contains("jvm_");
        }
    }

    @Test
    void without_a_token_other_machines_read_no_metrics_at_all() throws Exception {
        try (var port = publicPort(Optional.empty())) {
            assertThat(get(port, "/metrics", "Authorization", bearer()).statusCode())
                    .isEqualTo(403);
            assertThat(get(port, "/ready", "Authorization", bearer()).body())
                    .isEqualTo("{\"ready\":false}");
        }
    }

    @Test
    void whoever_reaches_the_private_port_reads_the_metrics_and_nothing_else() throws Exception {
        var guard = new AccessGuard("0.0.0.0", false, Optional.empty());
        var routes = Routes.builder();
        new MetricsRoute(guard::onPrivatePort, metrics).addTo(routes);
        try (var port = start(routes)) {
            assertThat(get(port, "/metrics", "X", "y").body()).contains("jvm_");
            assertThat(get(port, "/ready", "X", "y").statusCode()).isEqualTo(404);
        }
    }

    /// A port that listens on this machine alone and answers as if others reached it.
    private HttpServer publicPort(Optional<Secret> token) {
        return port(new AccessGuard("0.0.0.0", false, token));
    }

    private HttpServer port(AccessGuard guard) {
        var routes =
                Routes.builder()
                        .filter(new BriefReadiness(guard, () -> false))
                        .get("/ready", _ -> Response.of(200, "text/plain", WHOLE));
        new MetricsRoute(guard::onPublicPort, metrics).addTo(routes);
        return start(routes);
    }

    private static HttpServer start(Routes.Builder routes) {
        return HttpServer.start(
                HttpServerConfig.of("port", "127.0.0.1", 0),
                routes.build(),
                Response::text,
                InstantSource.system());
    }

    private static String bearer() {
        return "Bearer " + TOKEN.orElseThrow().reveal();
    }

    private HttpResponse<String> get(HttpServer front, String path, String... headers)
            throws Exception {
        var address = URI.create("http://127.0.0.1:" + front.port() + path);
        var request = HttpRequest.newBuilder(address).headers(headers).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
