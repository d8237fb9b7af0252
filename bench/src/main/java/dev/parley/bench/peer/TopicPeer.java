// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.host.Child;
import dev.parley.bench.load.Dialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bare topic server of a few lines under `bench/peers`: what the machinery below can do without
/// signatures, checks and limits.
///
/// @param name on the command line
/// @param description one line
/// @param runtime the program that runs it
/// @param script its file under `bench/peers`
/// @param packages what it needs
record TopicPeer(String name, String description, String runtime, String script, Packages packages)
        implements ComparedServer {

    /// uWebSockets.js on Node.js.
    static TopicPeer uws(Packages packages) {
        return new TopicPeer(
                "uws",
                "a bare topic server on uWebSockets.js 20.30 and Node.js, no signatures",
                "node",
                "uws.js",
                packages);
    }

    /// Bun's own WebSockets.
    static TopicPeer bun(Packages packages) {
        return new TopicPeer(
                "bun",
                "a bare topic server on Bun 1.4.5, no signatures",
                packages.file("@oven/bun-linux-x64/bin/bun").toString(),
                "bun.js",
                packages);
    }

    @Override
    public Optional<String> prepare() throws InterruptedException {
        return packages.install();
    }

    @Override
    public Child start(InetSocketAddress address, Path folder) throws InterruptedException {
        return Child.start(
                name,
                List.of(runtime, packages.folder().resolve(script).toString()),
                Map.of(
                        "HOST",
                        address.getHostString(),
                        "PORT",
                        Integer.toString(address.getPort())),
                folder.resolve(name + ".log"),
                address);
    }

    @Override
    public Dialect dialect() {
        return new TopicDialect();
    }
}
