package dev.parley.app.assembly;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.function.Consumer;

/// The web server on `PORT`; each connection is a virtual thread of its own.
final class HttpFront implements AutoCloseable {
    /// How long requests that are under way may take to end when the server stops.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// The largest request body, in bytes; a webhook is far below it.
    private static final long MAX_BODY_BYTES = 1 << 20;

    private final WebServer server;

    private HttpFront(WebServer server) {
        this.server = server;
    }

    /// @param port TCP port, 0 for a free one
    static HttpFront start(String address, int port, Consumer<HttpRouting.Builder> routes) {
        var routing = HttpRouting.builder();
        routes.accept(routing);
        var server =
                WebServer.builder()
                        .host(address)
                        .port(port)
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .maxPayloadSize(MAX_BODY_BYTES)
                        .addRouting(routing)
                        .build();
        server.start();
        return new HttpFront(server);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
