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

/// Our server, started as a user starts it: by the launcher, with its options for Java.
///
/// @param home the repository
/// @param clock the time of publishes
record ParleyPeer(Path home, InstantSource clock) implements ComparedServer {
    @Override
    public String name() {
        return "parley";
    }

    @Override
    public String description() {
        return "Parley's own server, `./parley channels`";
    }

    @Override
    public Optional<String> prepare() {
        return Optional.empty();
    }

    @Override
    public Child start(InetSocketAddress address, Path folder) throws InterruptedException {
        return Child.start(
                name(),
                List.of(home.resolve("parley").toString(), "channels"),
                environment(address),
                folder.resolve("parley.log"),
                address);
    }

    @Override
    public Dialect dialect() {
        return new PusherDialect(LocalApp.ID, LocalApp.CREDENTIALS, clock);
    }

    /// Everything that is not a default.
    private static Map<String, String> environment(InetSocketAddress address) {
        return Map.of(
                "BIND_ADDRESS",
                address.getHostString(),
                "CHANNELS_PORT",
                Integer.toString(address.getPort()),
                "CHANNELS_ADMIN_PORT",
                "0",
                "CHANNELS_CONFIG",
                LocalApp.CROWDED,
                "PUSHER_APP_ID",
                LocalApp.ID,
                "PUSHER_KEY",
                LocalApp.KEY,
                "PUSHER_SECRET",
                LocalApp.SECRET);
    }
}
