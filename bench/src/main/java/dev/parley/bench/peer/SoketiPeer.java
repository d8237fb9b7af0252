// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.host.Child;
import dev.parley.bench.load.Dialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// soketi, the Pusher-compatible server on Node.js, without rate limits, metrics and debug output.
///
/// @param packages where it is installed
/// @param clock the time of publishes
record SoketiPeer(Packages packages, InstantSource clock) implements ComparedServer {
    @Override
    public String name() {
        return "soketi";
    }

    @Override
    public String description() {
        return "soketi 1.6.1, Pusher protocol on Node.js and uWebSockets.js";
    }

    @Override
    public Optional<String> prepare() throws InterruptedException {
        return packages.install();
    }

    @Override
    public Child start(InetSocketAddress address, Path folder) throws InterruptedException {
        return Child.start(
                name(),
                List.of("node", packages.file("@soketi/soketi/bin/server.js").toString(), "start"),
                Map.ofEntries(
                        Map.entry("NODE_ENV", "production"),
                        Map.entry("SOKETI_HOST", address.getHostString()),
                        Map.entry("SOKETI_PORT", Integer.toString(address.getPort())),
                        Map.entry("SOKETI_DEBUG", "0"),
                        Map.entry("SOKETI_METRICS_ENABLED", "0"),
                        Map.entry("SOKETI_METRICS_SERVER_PORT", "0"),
                        Map.entry("SOKETI_ADAPTER_DRIVER", "local"),
                        Map.entry("SOKETI_CACHE_DRIVER", "memory"),
                        Map.entry("SOKETI_RATE_LIMITER_DRIVER", "local"),
                        Map.entry("SOKETI_DEFAULT_APP_ID", LocalApp.ID),
                        Map.entry("SOKETI_DEFAULT_APP_KEY", LocalApp.KEY),
                        Map.entry("SOKETI_DEFAULT_APP_SECRET", LocalApp.SECRET),
                        Map.entry("SOKETI_DEFAULT_APP_MAX_CONNS", "-1"),
                        Map.entry("SOKETI_DEFAULT_APP_MAX_BACKEND_EVENTS_PER_SEC", "-1"),
                        Map.entry("SOKETI_DEFAULT_APP_MAX_CLIENT_EVENTS_PER_SEC", "-1"),
                        Map.entry("SOKETI_DEFAULT_APP_MAX_READ_REQ_PER_SEC", "-1")),
                folder.resolve("soketi.log"),
                address);
    }

    @Override
    public Dialect dialect() {
        return new PusherDialect(LocalApp.ID, LocalApp.CREDENTIALS, clock);
    }
}
