// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.host.Child;
import dev.parley.bench.load.Dialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bare topic server of forty lines, `bench/peers/uws.js`: what uWebSockets.js on Node.js can do without
/// signatures, checks and limits. An upper bound, not a server to use.
///
/// @param packages where it is installed
record UwsPeer(Packages packages) implements ComparedServer {
    @Override
    public String name() {
        return "uws";
    }

    @Override
    public String description() {
        return "a bare topic server on uWebSockets.js 20.30 and Node.js, no signatures";
    }

    @Override
    public Optional<String> prepare() throws InterruptedException {
        return packages.install();
    }

    @Override
    public Child start(InetSocketAddress address, Path folder) throws InterruptedException {
        return Child.start(
                name(),
                List.of("node", packages.folder().resolve("uws.js").toString()),
                Map.of(
                        "HOST",
                        address.getHostString(),
                        "PORT",
                        Integer.toString(address.getPort())),
                folder.resolve("uws.log"),
                address);
    }

    @Override
    public Dialect dialect() {
        return new TopicDialect();
    }
}
