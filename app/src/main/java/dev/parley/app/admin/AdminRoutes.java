// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.channels.ChannelServer;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the admin port answers. Thread-safe.
public final class AdminRoutes {
    private final AccessGuard guard;
    private final Metrics metrics;
    private final ProcessReadiness readiness;
    private final ConsoleApi api;
    private final Optional<InboxRoutes> inbox;
    private final AtomicReference<@Nullable ChannelServer> server = new AtomicReference<>();

    /// @param guard decides who may call
    /// @param metrics what the process counts
    /// @param readiness whether it takes clients
    /// @param rates how much happened lately
    /// @param inbox the mails of a gateway that sends none
    /// @param clock what the server reads
    public AdminRoutes(
            AccessGuard guard,
            Metrics metrics,
            ProcessReadiness readiness,
            Rates rates,
            Optional<InboxRoutes> inbox,
            InstantSource clock) {
        this.guard = guard;
        this.metrics = metrics;
        this.readiness = readiness;
        this.inbox = inbox;
        this.api = new ConsoleApi(guard, metrics, rates, clock, server::get);
    }

    /// Adds the routes.
    public void addTo(Routes.Builder routes) {
        routes.filter(guard::onAdminPort)
                .get("/health", _ -> Response.text(200, "ok"))
                .get("/ready", _ -> ready())
                .get("/metrics", _ -> MetricsRoute.answer(metrics))
                .otherwise(ConsoleFiles.read()::file);
        api.addTo(routes);
        inbox.ifPresent(mails -> mails.addTo(routes));
    }

    /// Begins to show a server.
    public void show(ChannelServer running) {
        server.set(running);
    }

    private Response ready() {
        return switch (readiness.state()) {
            case STARTING -> Response.text(503, "starting");
            case READY -> Response.text(200, "ready");
            case IMPAIRED -> Response.text(503, "a part has ended and is being started again");
            case STOPPING -> Response.text(503, "stopping");
        };
    }
}
