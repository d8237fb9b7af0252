// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An app of somebody, which serves files: a page at `/`, and scripts.
final class SampleApp implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    SampleApp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var path = exchange.getRequestURI().getPath();
                    var file = files.get(path);
                    var bytes = (file == null ? "" : file).getBytes(StandardCharsets.UTF_8);
                    var answer = exchange.getResponseHeaders();
                    answer.set(
                            "content-type",
                            path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
                    headers.forEach(answer::set);
                    exchange.sendResponseHeaders(
                            file == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
    }

    /// Returns one whose only script is this.
    static SampleApp withScript(String script) throws IOException {
        return new SampleApp()
                .with("/", "<!doctype html><script type=module src=\"/app.js\"></script>")
                .with("/app.js", script);
    }

    SampleApp with(String path, String file) {
        files.put(path, file);
        return this;
    }

    SampleApp withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
