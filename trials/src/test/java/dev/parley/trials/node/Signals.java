// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.node;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Sends signals to processes.
final class Signals {
    private Signals() {}

    static void send(String signal, long pid) {
        try {
            var code =
                    new ProcessBuilder("kill", "-s", signal, Long.toString(pid))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException("cannot send %s to %d".formatted(signal, pid));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
