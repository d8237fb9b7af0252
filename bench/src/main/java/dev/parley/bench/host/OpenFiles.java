// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How many files, and so sockets, one process may have open.
public final class OpenFiles {
    /// What a server or generator has open besides its sockets.
    private static final int BESIDES = 300;

    private static final int SOFT_LIMIT = 3;

    private OpenFiles() {}

    /// Returns what to raise so that `sockets` fit, or nothing when they do.
    public static Optional<String> problem(int sockets) {
        long limit = limit();
        if (limit >= sockets + BESIDES) {
            return Optional.empty();
        }
        return Optional.of(
                sockets
                        + " sockets need "
                        + (sockets + BESIDES)
                        + " open files, the limit is "
                        + limit
                        + ": raise it with ulimit -n, or its hard limit in /etc/security/limits.conf (nofile)");
    }

    private static long limit() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+", -1)[SOFT_LIMIT])
                    .mapToLong(text ->
                            text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            // Not Linux: the server's own refusal will tell.
            return Long.MAX_VALUE;
        }
    }
}
