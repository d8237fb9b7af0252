// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own. What it prints goes where this process prints.
final class ProgramProcess {
    private static final int OK = 200;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    /// The Java VM writes the cache before it ends, which takes some ten seconds.
    private static final Duration STOP = Duration.ofMinutes(3);

    private final Process process;

    private ProgramProcess(Process process) {
        this.process = process;
    }

    static ProgramProcess start(List<String> command, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        return new ProgramProcess(builder.start());
    }

    /// Waits until an address answers with 200.
    ///
    /// @throws IOException when the process ends before, or takes too long
    void awaitReady(URI address) throws IOException, InterruptedException {
        var began = System.nanoTime();
        try (var http = HttpClient.newHttpClient()) {
            while (!isReady(http, address)) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            "the program ended with %d before it was ready"
                                    .formatted(process.exitValue()));
                }
                if (System.nanoTime() - began > START.toNanos()) {
                    throw new IOException("the program was not ready after " + START);
                }
            }
        }
    }

    private static boolean isReady(HttpClient http, URI address) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(address).timeout(START).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException _) {
            return false; // nothing listens yet
        }
    }

    /// Stops the program as Ctrl-C does, and waits until it has ended.
    ///
    /// @throws IOException when it does not end
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            var _ = process.destroyForcibly();
            throw new IOException("the program did not end within " + STOP);
        }
    }
}
