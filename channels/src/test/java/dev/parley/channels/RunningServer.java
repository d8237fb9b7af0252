// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// A server on a free port with one app, and the calls an application's backend would make.
final class RunningServer implements AutoCloseable {
    static final AppCredentials KEY = new AppCredentials("test-key", new Secret("test-secret"));
    static final String APP_ID = "test-app";

    private final ChannelServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Clock clock = Clock.systemUTC();

    RunningServer() {
        this(UnaryOperator.identity());
    }

    RunningServer(UnaryOperator<ChannelsConfig> change) {
        server =
                ChannelServer.start(
                        change.apply(
                                // Everybody comes from one address here.
                                Change.limits(Change::crowded)
                                        .apply(
                                                ChannelsConfig.of(
                                                        "127.0.0.1",
                                                        0,
                                                        List.of(App.of(APP_ID, KEY)),
                                                        Clock.systemUTC()))));
    }

    ChannelServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /// Opens a WebSocket and takes the greeting.
    TestClient connect() {
        var client = open("/app/" + KEY.key() + "?protocol=7");
        client.greeted();
        return client;
    }

    /// Connects as soon as the server has room.
    void connectEventually() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(open("/app/" + KEY.key()).nextText())
                                .contains("connection_established"));
    }

    /// Opens a WebSocket at any path.
    TestClient open(String pathAndQuery) {
        return new TestClient(http, URI.create("ws://127.0.0.1:" + port() + pathAndQuery));
    }

    HttpResponse<String> publish(String channel, String event, String data) {
        return post(
                "/apps/" + APP_ID + "/events",
                """
                {"name":"%s","channel":"%s","data":"%s"}\
                """
                        .formatted(event, channel, data));
    }

    HttpResponse<String> post(String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var query =
                KEY.signRequest("POST", path, Map.of(), bytes, clock.instant().getEpochSecond());
        return send(
                request(path, query).POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build());
    }

    HttpResponse<String> get(String path, Map<String, String> query) {
        var signed =
                KEY.signRequest("GET", path, query, new byte[0], clock.instant().getEpochSecond());
        return send(request(path, signed).GET().build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path, Map<String, String> query) {
        var text =
                query.entrySet().stream()
                        .map(parameter ->
                                parameter.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path + "?" + text))
                .timeout(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        server.close();
        http.shutdownNow();
    }
}
