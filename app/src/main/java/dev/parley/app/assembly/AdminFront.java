// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.admin.AccessGuard;
import dev.parley.app.admin.AdminRoutes;
import dev.parley.app.admin.InboxRoutes;
import dev.parley.app.admin.Metrics;
import dev.parley.app.admin.ProcessReadiness;
import dev.parley.app.admin.Rates;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Pusher;
import dev.parley.channels.ChannelServer;
import dev.parley.http.HttpServer;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.time.Clock;
import java.util.Optional;

/// The admin port with what it shows.
final class AdminFront implements AutoCloseable {
    private final Rates rates;
    private final AdminRoutes routes;
    private final HttpServer server;

    private AdminFront(Rates rates, AdminRoutes routes, HttpServer server) {
        this.rates = rates;
        this.routes = routes;
        this.server = server;
    }

    static AdminFront start(
            Configuration configuration,
            Pusher.Local local,
            Metrics metrics,
            ProcessReadiness readiness,
            Optional<InboxRoutes> inbox,
            Clock clock) {
        var guard =
                new AccessGuard(
                        configuration.bindAddress(),
                        configuration.isLoopback(),
                        local.admin().token());
        var rates = Rates.start(metrics, clock);
        var routes = new AdminRoutes(guard, metrics, readiness, rates, inbox, clock);
        var all = Routes.builder();
        routes.addTo(all);
        var server =
                HttpServer.start(
                        configuration
                                .http()
                                .server("admin", configuration.bindAddress(), local.admin().port()),
                        all.build(),
                        Response::text,
                        clock);
        return new AdminFront(rates, routes, server);
    }

    int port() {
        return server.port();
    }

    boolean isListening() {
        return server.isListening();
    }

    void listenAgain() {
        server.listenAgain();
    }

    /// Begins to show a server.
    void show(ChannelServer channels) {
        routes.show(channels);
    }

    @Override
    public void close() {
        server.close();
        rates.close();
    }
}
