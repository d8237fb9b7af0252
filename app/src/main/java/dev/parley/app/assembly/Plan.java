package dev.parley.app.assembly;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Database;
import dev.parley.app.configuration.Purpose;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.Supabase;
import dev.parley.app.page.Page;
import dev.parley.database.DatabaseUrl;
import dev.parley.worker.delivery.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which parts start, and in what order.
sealed interface Plan {
    /// Starts the parts and returns the ports they took.
    Ports start(Parts parts);

    /// All parts that nobody else provides.
    ///
    /// @param folder the data folder
    /// @param page the folder of the built page
    record Everything(DataFolder folder, Path page) implements Plan {
        @Override
        public Ports start(Parts parts) {
            var configuration = parts.configuration();
            PortCheck.check(configuration, folder.leftoverDatabasePort());
            var database = parts.database(folder.database());
            var channelsPort = 0;
            var adminPort = 0;
            var targets = new ArrayList<Target>();
            if (configuration.channels().isPresent()) {
                var local = configuration.channels().get();
                adminPort = parts.admin(local);
                var channels = parts.channels(local, Purpose.EVERYTHING);
                channelsPort = channels.port();
                targets.add(new InProcessTarget(channels, local.appId()));
            }
            if (configuration.pusher() instanceof Pusher.Hosted hosted) {
                targets.add(parts.target(hosted));
            }
            var gatewayPort =
                    configuration.supabase() instanceof Supabase.Local local
                            ? parts.gateway(local, database).port()
                            : 0;
            var worker = parts.worker(Optional.of(database), targets);
            var assets = Page.read(page, host -> settings(parts, parts.ports(), host));
            var front = parts.front(worker, assets::addTo);
            var ownDatabase = configuration.database() instanceof Database.Embedded;
            var ports =
                    new Ports(
                            front.port(),
                            channelsPort,
                            adminPort,
                            gatewayPort,
                            ownDatabase ? database.port() : 0);
            parts.taken(ports);
            parts.awaitReady(worker);
            parts.ready();
            folder.note(ports);
            return ports;
        }

        /// What a browser that reached this machine as `host` must use.
        private static ClientSettings settings(Parts parts, Ports ports, String host) {
            var bound = parts.configuration().bindAddress();
            var reached = ClientSettings.isWildcard(bound) ? host : bound;
            return ClientSettings.of(parts.configuration(), ports, reached);
        }
    }

    /// The worker alone.
    record WorkerAlone() implements Plan {
        @Override
        public Ports start(Parts parts) {
            var configuration = parts.configuration();
            PortCheck.check("PORT", configuration.bindAddress(), configuration.port());
            configuration
                    .monitoring()
                    .port()
                    .ifPresent(port ->
                            PortCheck.check("METRICS_PORT", configuration.bindAddress(), port));
            if (!(configuration.pusher() instanceof Pusher.Hosted hosted)) {
                throw new StartException(
                        "the worker alone publishes to PUSHER_CLUSTER or PUSHER_HOST");
            }
            var database =
                    configuration.database() instanceof Database.External(var url)
                            ? Optional.of(url)
                            : Optional.<DatabaseUrl>empty();
            var worker = parts.worker(database, List.of(parts.target(hosted)));
            var front = parts.front(worker, _ -> {});
            var ports = new Ports(front.port(), 0, 0, 0, 0);
            parts.taken(ports);
            parts.awaitReady(worker);
            return ports;
        }
    }

    /// The Pusher-compatible server alone.
    record ChannelsAlone() implements Plan {
        @Override
        public Ports start(Parts parts) {
            var configuration = parts.configuration();
            var local =
                    configuration
                            .channels()
                            .orElseThrow(() ->
                                    new StartException(
                                            "unset PUSHER_CLUSTER and PUSHER_HOST: channels is a server of its own"));
            PortCheck.check("CHANNELS_PORT", configuration.bindAddress(), local.port());
            PortCheck.check(
                    "CHANNELS_ADMIN_PORT", configuration.bindAddress(), local.admin().port());
            var adminPort = parts.admin(local);
            var channels = parts.channels(local, Purpose.CHANNELS);
            parts.ready();
            return new Ports(0, channels.port(), adminPort, 0, 0);
        }
    }
}
