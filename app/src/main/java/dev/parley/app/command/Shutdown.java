// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ctrl-C and SIGTERM: everything is closed before the process ends, unless that takes too long.
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Shutdown() {}

    /// Closes `parts` in the given order when the process is told to end. They must not mind being
    /// closed twice.
    static void closeOnSignal(AutoCloseable... parts) {
        var inOrder = List.of(parts);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("shutdown").unstarted(() -> close(inOrder)));
    }

    private static void close(List<AutoCloseable> parts) {
        var closer =
                Thread.ofPlatform()
                        .name("closer")
                        .daemon()
                        .start(() -> parts.forEach(Shutdown::close));
        try {
            if (!closer.join(PATIENCE)) {
                log.atWarn()
                        .addKeyValue("patience", PATIENCE)
                        .log("gave up waiting for a clean stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The top of the closing thread: one part's failure must not keep the next one open.
    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.atWarn().setCause(e).log("a part did not stop cleanly");
        }
    }
}
