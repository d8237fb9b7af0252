// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/// Somebody with an account and an address of their own, who uses the API as supabase-js does.
/// Thread-safe.
final class Person implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProductAddresses addresses;
    private final HttpClient http;
    private final String token;
    private final UUID id;

    private Person(ProductAddresses addresses, HttpClient http, String token, UUID id) {
        this.addresses = addresses;
        this.http = http;
        this.token = token;
        this.id = id;
    }

    /// What was answered.
    record Reply(int status, JsonNode body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /// Makes an account, from an address of the loopback range.
    static Person signUp(ProductAddresses addresses, InetAddress from, String name)
            throws IOException, InterruptedException {
        var http = HttpClient.newBuilder().localAddress(from).build();
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("email", name + "@parley.test")
                        .put("password", "correct horse battery")
                        .<ObjectNode>set(
                                "data",
                                JsonNodeFactory.instance.objectNode().put("display_name", name));
        var reply =
                send(
                        http,
                        request(addresses, "/auth/v1/signup", addresses.anonKey()),
                        "POST",
                        body);
        if (!reply.ok()) {
            http.shutdownNow();
            throw new IOException("no account for %s: %s".formatted(name, reply));
        }
        return new Person(
                addresses,
                http,
                reply.body().path("access_token").asText(),
                UUID.fromString(reply.body().path("user").path("id").asText()));
    }

    UUID id() {
        return id;
    }

    HttpClient http() {
        return http;
    }

    ProductAddresses addresses() {
        return addresses;
    }

    /// Calls a function of the client API.
    Reply call(String function, JsonNode arguments) throws IOException, InterruptedException {
        return send("POST", "/rest/v1/rpc/" + function, arguments);
    }

    Reply send(String method, String path, JsonNode body) throws IOException, InterruptedException {
        return send(http, request(addresses, path, token), method, body);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return reply(
                http.send(request(addresses, path, token).GET().build(), BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static Reply send(
            HttpClient http, HttpRequest.Builder request, String method, JsonNode body)
            throws IOException, InterruptedException {
        var built =
                request.header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(body.toString()))
                        .build();
        return reply(http.send(built, BodyHandlers.ofString()));
    }

    private static Reply reply(HttpResponse<String> response) throws IOException {
        return new Reply(
                response.statusCode(),
                response.body().isEmpty()
                        ? JsonNodeFactory.instance.nullNode()
                        : JSON.readTree(response.body()));
    }

    private static HttpRequest.Builder request(
            ProductAddresses addresses, String path, String bearer) {
        return HttpRequest.newBuilder(addresses.gateway().resolve(path))
                .timeout(PATIENCE)
                .header("apikey", addresses.anonKey())
                .header("authorization", "Bearer " + bearer);
    }
}
