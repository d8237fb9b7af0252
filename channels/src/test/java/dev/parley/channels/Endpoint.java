// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.config.WebhookEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An application's endpoint for webhooks, which records what it is sent.
final class Endpoint implements AutoCloseable {
    /// One request.
    record Request(Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Endpoint() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /// Answers the next requests otherwise than with 200.
    void answerNext(Integer... next) {
        statuses.addAll(List.of(next));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?x=1");
    }

    /// Returns the configuration that has everything told to this endpoint, one by one.
    WebhookEndpoint all() {
        return new WebhookEndpoint(url(), EnumSet.allOf(WebhookEvent.class), Map.of(), false)
                .withPrivateAddresses();
    }

    /// Waits for the next request.
    Request next() throws InterruptedException {
        var request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    /// Waits for the next event, the body's only one, without the body around it.
    String nextEvent() throws InterruptedException {
        var body = next().body();
        return body.substring(body.indexOf('[') + 1, body.lastIndexOf(']'));
    }

    /// Returns whether no request comes for a while.
    boolean isQuietFor(Duration time) throws InterruptedException {
        return requests.poll(time.toNanos(), TimeUnit.NANOSECONDS) == null;
    }

    int waiting() {
        return requests.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.getFirst()));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var status = statuses.poll();
        if (status != null && status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
        requests.add(new Request(Map.copyOf(headers), body));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
