// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// All peers, ours first.
public final class ComparedServers {
    private ComparedServers() {}

    /// Returns them.
    ///
    /// @param home the repository
    /// @param clock the time of publishes
    public static List<ComparedServer> all(Path home, InstantSource clock) {
        var packages = new Packages(home.resolve("bench/peers"));
        return List.of(
                new ParleyPeer(home, clock),
                new SoketiPeer(packages, clock),
                new UwsPeer(packages));
    }
}
