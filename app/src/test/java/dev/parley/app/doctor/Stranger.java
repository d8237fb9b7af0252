// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A server that has nothing to do with us and answers everything in one way.
final class Stranger implements AutoCloseable {
    private final HttpServer server;

    /// Answers 404.
    Stranger(String body) throws IOException {
        this(404, body);
    }

    Stranger(int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, bytes.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Returns the variables of an operator who takes it for every part.
    Map<String, String> everywhere() {
        var port = Integer.toString(port());
        return Map.of(
                "SUPABASE_URL", "http://127.0.0.1:" + port,
                "SUPABASE_ANON_KEY", "some-key",
                "PORT", port,
                "PARLEY_DATA", "target/nothing-runs-here",
                "PUSHER_HOST", "127.0.0.1",
                "PUSHER_PORT", port,
                "PUSHER_TLS", "false",
                "PUSHER_APP_ID", "parley",
                "PUSHER_KEY", "some-key",
                "PUSHER_SECRET", "some-secret");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
