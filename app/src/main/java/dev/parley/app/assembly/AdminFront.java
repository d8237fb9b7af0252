package dev.parley.app.assembly;

import dev.parley.app.admin.Access;
import dev.parley.app.admin.AdminRoutes;
import dev.parley.app.admin.Metrics;
import dev.parley.app.admin.Rates;
import dev.parley.app.admin.Readiness;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Pusher;
import dev.parley.channels.ChannelServer;
import java.time.Clock;

/// The admin port with what it shows.
final class AdminFront implements AutoCloseable {
    private final Rates rates;
    private final AdminRoutes routes;
    private final HttpFront front;

    private AdminFront(Rates rates, AdminRoutes routes, HttpFront front) {
        this.rates = rates;
        this.routes = routes;
        this.front = front;
    }

    static AdminFront start(
            Configuration configuration,
            Pusher.Local local,
            Metrics metrics,
            Readiness readiness,
            Clock clock) {
        var access =
                new Access(
                        configuration.bindAddress(),
                        configuration.isLoopback(),
                        local.admin().token());
        var rates = Rates.start(metrics, clock);
        var routes = new AdminRoutes(access, metrics, readiness, rates, clock);
        var front =
                HttpFront.start(configuration.bindAddress(), local.admin().port(), routes::addTo);
        return new AdminFront(rates, routes, front);
    }

    int port() {
        return front.port();
    }

    /// Begins to show a server.
    void show(ChannelServer server) {
        routes.show(server);
    }

    @Override
    public void close() {
        front.close();
        rates.close();
    }
}
