// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import java.nio.file.Files;
import java.nio.file.Path;

/// A major version of PostgreSQL that trials can run.
public enum Version {
    /// From Debian's package: the oldest that is supported.
    DEBIAN_15,
    /// From a jar that the build puts into `target/postgres`: the first with slots that fail over.
    FAILOVER_17,
    /// The one that the product embeds, from the class path.
    EMBEDDED_18;

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15");

    /// Returns whether this machine has it; only Debian's may be missing.
    public boolean present() {
        return this != DEBIAN_15 || Files.isExecutable(DEBIAN.resolve("bin/postgres"));
    }

    /// Returns the folder that holds `bin`, unpacked first where need be.
    Path home() {
        return switch (this) {
            case DEBIAN_15 -> DEBIAN;
            case FAILOVER_17 -> Archive.ofMajor(17).unpacked();
            case EMBEDDED_18 -> Archive.onClassPath().unpacked();
        };
    }
}
