// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.configuration.Supabase;
import dev.parley.app.page.DemoPage;
import dev.parley.database.DatabaseUrl;
import dev.parley.worker.publish.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which parts start, and in what order.
sealed interface StartupPlan {
    /// Starts the parts and returns the ports they took.
    Ports start(Components components);

    /// All parts that nobody else provides.
    ///
    /// @param folder the data folder
    /// @param page the folder of the built page
    record Everything(DataFolder folder, Path page) implements StartupPlan {
        @Override
        public Ports start(Components components) {
            var configuration = components.configuration();
            PortCheck.check(configuration, folder.leftoverDatabasePort());
            var database = components.database(folder.database());
            var channelsPort = 0;
            var adminPort = 0;
            var targets = new ArrayList<Target>();
            if (configuration.channels().isPresent()) {
                var local = configuration.channels().get();
                adminPort = components.admin(local);
                var channels = components.channels(local, RunMode.EVERYTHING);
                channelsPort = channels.port();
                targets.add(new InProcessTarget(channels, local.appId()));
            }
            if (configuration.pusher() instanceof Pusher.Hosted hosted) {
                targets.add(components.target(hosted));
            }
            var gatewayPort =
                    configuration.supabase() instanceof Supabase.Local local
                            ? components.gateway(local, database).port()
                            : 0;
            var worker = components.worker(Optional.of(database), targets);
            var assets =
                    DemoPage.read(page, host -> settings(components, components.ports(), host));
            var front = components.front(worker, assets::addTo);
            var ownDatabase = configuration.database() instanceof DatabaseSettings.Embedded;
            var ports =
                    new Ports(
                            front.port(),
                            channelsPort,
                            adminPort,
                            gatewayPort,
                            ownDatabase ? database.port() : 0);
            components.taken(ports);
            components.awaitReady(worker);
            components.ready();
            folder.note(ports);
            return ports;
        }

        /// What a browser that reached this machine as `host` must use.
        private static ClientSettings settings(Components components, Ports ports, String host) {
            var bound = components.configuration().bindAddress();
            var reached = ClientSettings.isWildcard(bound) ? host : bound;
            return ClientSettings.of(components.configuration(), ports, reached);
        }
    }

    /// The worker alone.
    record WorkerAlone() implements StartupPlan {
        @Override
        public Ports start(Components components) {
            var configuration = components.configuration();
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
                    configuration.database() instanceof DatabaseSettings.External(var url)
                            ? Optional.of(url)
                            : Optional.<DatabaseUrl>empty();
            var worker = components.worker(database, List.of(components.target(hosted)));
            var front = components.front(worker, _ -> {});
            var ports = new Ports(front.port(), 0, 0, 0, 0);
            components.taken(ports);
            components.awaitReady(worker);
            return ports;
        }
    }

    /// The Pusher-compatible server alone.
    record ChannelsAlone() implements StartupPlan {
        @Override
        public Ports start(Components components) {
            var configuration = components.configuration();
            var local =
                    configuration
                            .channels()
                            .orElseThrow(() ->
                                    new StartException(
                                            "unset PUSHER_CLUSTER and PUSHER_HOST: channels is a server of its own"));
            PortCheck.check("CHANNELS_PORT", configuration.bindAddress(), local.port());
            PortCheck.check(
                    "CHANNELS_ADMIN_PORT", configuration.bindAddress(), local.admin().port());
            var adminPort = components.admin(local);
            var channels = components.channels(local, RunMode.CHANNELS);
            components.ready();
            return new Ports(0, channels.port(), adminPort, 0, 0);
        }
    }
}
