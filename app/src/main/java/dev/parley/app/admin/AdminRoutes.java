package dev.parley.app.admin;

import dev.parley.channels.ChannelServer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the admin port answers. Thread-safe.
public final class AdminRoutes {
    private final Gate gate;
    private final Metrics metrics;
    private final Readiness readiness;
    private final ConsoleApi api;
    private final AtomicReference<@Nullable ChannelServer> server = new AtomicReference<>();

    /// @param access who may come in
    /// @param metrics what the process counts
    /// @param readiness whether it takes clients
    /// @param rates how much happened lately
    /// @param clock what the server reads
    public AdminRoutes(
            Access access, Metrics metrics, Readiness readiness, Rates rates, InstantSource clock) {
        this.gate = new Gate(access);
        this.metrics = metrics;
        this.readiness = readiness;
        this.api = new ConsoleApi(access, gate, metrics, rates, clock, server::get);
    }

    /// Adds the routes.
    public void addTo(HttpRouting.Builder routing) {
        routing.addFilter(gate)
                .get("/health", (_, response) -> plain(response, Status.OK_200, "ok"))
                .get("/ready", this::ready)
                .get("/metrics", (_, response) -> MetricsRoute.send(response, metrics));
        api.addTo(routing);
        routing.register(ConsoleFiles.read());
    }

    /// Begins to show a server.
    public void show(ChannelServer running) {
        server.set(running);
    }

    private void ready(ServerRequest request, ServerResponse response) {
        switch (readiness.state()) {
            case STARTING -> plain(response, Status.SERVICE_UNAVAILABLE_503, "starting");
            case READY -> plain(response, Status.OK_200, "ready");
            case STOPPING -> plain(response, Status.SERVICE_UNAVAILABLE_503, "stopping");
        }
    }

    private static void plain(ServerResponse response, Status status, String text) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(text + "\n");
    }
}
