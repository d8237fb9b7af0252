// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// Calls a gateway over HTTP.
///
/// @param port of the gateway
/// @param key sent as `apikey`; empty for none
/// @param token sent as bearer; empty for the key itself, as supabase-js does
public record Caller(int port, String key, String token) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /// Returns a caller with another token.
    public Caller as(String other) {
        return new Caller(port, key, other);
    }

    /// Sends a GET.
    public Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /// Sends a POST with a JSON body.
    public Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /// Sends any request.
    ///
    /// @param headers names and values in turn
    public Reply send(String method, String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.setHeader("apikey", key);
            request.setHeader("Authorization", "Bearer " + (token.isEmpty() ? key : token));
        }
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        for (var place = 0; place < headers.length; place += 2) {
            request.setHeader(headers[place], headers[place + 1]);
        }
        try {
            return new Reply(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What came back.
    ///
    /// @param http the response
    public record Reply(HttpResponse<String> http) {
        /// Returns the HTTP status.
        public int status() {
            return http.statusCode();
        }

        /// Returns the body.
        public String body() {
            return http.body();
        }

        /// Returns the body as JSON.
        public JsonNode json() {
            return Project.json(http.body());
        }

        /// Returns a header.
        public Optional<String> header(String name) {
            return http.headers().firstValue(name);
        }

        /// Returns the status and the error code, `403 42501`.
        public String refusal() {
            return status() + " " + json().path("code").asText();
        }
    }
}
