// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoPageTest {
    @TempDir private Path temporary;
    private Path folder;
    private HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(temporary.resolve("page"));
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>Parley</title>");
        Files.createDirectory(folder.resolve("assets"));
        Files.writeString(folder.resolve("assets/index-Ab12.js"), "export {}");
        server = start(folder);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void the_index_is_asked_for_again_each_time() throws Exception {
        var first = get("/");
        var again = get("/", "If-None-Match", header(first, "etag"));

        assertThat(first.body()).contains("Parley");
        assertThat(header(first, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(first, "cache-control")).isEqualTo("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void a_file_with_a_hash_in_its_name_may_be_kept() throws Exception {
        var script = get("/assets/index-Ab12.js");

        assertThat(script.body()).isEqualTo("export {}");
        assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(script, "cache-control"))
                .isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void a_path_without_a_file_is_not_answered_with_the_page() throws Exception {
        assertThat(get("/rooms/1").statusCode()).isEqualTo(404);
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void a_file_that_is_not_there_is_not_found() throws Exception {
        assertThat(get("/assets/index-Cd34.js").statusCode()).isEqualTo(404);
        assertThat(get("/favicon.ico").statusCode()).isEqualTo(404);
    }

    @Test
    void nothing_outside_the_folder_can_be_read() throws Exception {
        Files.writeString(folder.resolveSibling("outside.txt"), "private");

        assertThat(get("/%2e%2e/outside.txt").body()).doesNotContain("private");
        assertThat(get("/assets/..%2f..%2foutside.txt").body()).doesNotContain("private");
    }

    @Test
    void the_page_may_talk_to_the_gateway_and_channels_only() throws Exception {
        var policy = header(get("/"), "content-security-policy");

        assertThat(policy)
                .isEqualTo(
                        "default-src 'self'; connect-src 'self' http://127.0.0.1:54321 ws://127.0.0.1:6001; img-src 'self' data:; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void browsers_neither_guess_types_nor_tell_where_they_came_from() throws Exception {
        var index = get("/");

        assertThat(header(index, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(index, "referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_settings_are_never_kept() throws Exception {
        var settings = get("/config.json");

        assertThat(header(settings, "content-type")).isEqualTo("application/json");
        assertThat(header(settings, "cache-control")).isEqualTo("no-store");
        assertThat(settings.body()).contains("\"pusherKey\":\"parley-key\"");
    }

    @Test
    void a_head_request_gets_the_length_alone() throws Exception {
        var request =
                HttpRequest.newBuilder(uri("/"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();

        var response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-length")).isEqualTo("36");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void a_page_that_was_not_built_says_so() throws Exception {
        server.close();
        server = start(folder.resolve("missing"));

        var answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("./parley up");
    }

    private static HttpServer start(Path files) {
        var configuration = Configuration.read(Map.of(), RunMode.TOOL);
        var page =
                DemoPage.read(
                        files,
                        host ->
                                ClientSettings.of(
                                        configuration, Ports.configured(configuration), host));
        var routes = Routes.builder();
        page.addTo(routes);
        return HttpServer.start(
                HttpServerConfig.of("page", "127.0.0.1", 0),
                routes.build(),
                Response::text,
                InstantSource.system());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("absent");
    }
}
