// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.database.DatabaseUrl;
import dev.parley.gateway.mail.Inbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/// A gateway in a process of its own, whose heap is smaller than the answers it is asked for.
///
/// @param process where it runs
/// @param port where it listens
record SmallHeap(Process process, int port) implements AutoCloseable {
    private static final String HEAP = "-Xmx48m";
    private static final String ADDRESS = "TEST_DATABASE_URL";
    private static final String LISTENS = "listens on ";

    static SmallHeap start(DatabaseUrl database) throws IOException {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                SmallHeap.class.getName())
                        .redirectError(Redirect.INHERIT);
        builder.environment().put(ADDRESS, database.reveal());
        var process = builder.start();
        try {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENS)) {
                    return new SmallHeap(
                            process, Integer.parseInt(line.substring(LISTENS.length())));
                }
            }
            throw new IllegalStateException("the gateway ended before it listened");
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs in that process until it is killed.
    public static void main(String... arguments) throws InterruptedException {
        var config =
                GatewayConfig.local(0, DatabaseUrl.parse(System.getenv(ADDRESS)), Project.SECRET);
        try (var gateway = Gateway.start(config, new Inbox(Clock.systemUTC()), Clock.systemUTC())) {
            System.out.println(LISTENS + gateway.port());
            new CountDownLatch(1).await();
        }
    }
}
