// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A project that publishes keys and has functions, as its script says. For one test.
final class ProjectServer implements AutoCloseable {
    private static final int MOST_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String question = "";
    private volatile Answer answer = new Answer(200, "{\"keys\":[]}", false);

    ProjectServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/auth/v1/.well-known/jwks.json", this::answer);
        server.createContext("/rest/v1/rpc/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI issuer() {
        return URI.create(url() + "/auth/v1");
    }

    /// Returns what was asked last: method, path, key, token and body.
    String question() {
        return question;
    }

    /// Returns how many requests have come.
    int requests() {
        return requests.get();
    }

    void publish(JWK... keys) {
        publish(new JWKSet(List.of(keys)).toString());
    }

    void publish(String document) {
        answer = new Answer(200, document, false);
    }

    void answer(int status) {
        answer(status, "");
    }

    void answer(int status, String body) {
        answer = new Answer(status, body, false);
    }

    /// Sends the head of an answer and a first byte, and no more of it.
    void trickle() {
        answer = new Answer(200, "{", true);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        question = read(exchange);
        var script = answer;
        try (exchange) {
            exchange.getResponseHeaders().set("Location", "/auth/v1/.well-known/jwks.json");
            var body = script.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(script.status, script.hangs ? 100 : body.length);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            if (script.hangs && !closed.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the test did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        return String.join(
                " ",
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(headers.getFirst("apikey")),
                String.valueOf(headers.getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private record Answer(int status, String body, boolean hangs) {}
}
