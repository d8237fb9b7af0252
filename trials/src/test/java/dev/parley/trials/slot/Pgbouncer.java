// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.slot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.database.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// The pooler that most people have, pooling transactions.
///
/// @param process the running program
/// @param folder its configuration and log
/// @param url the database behind it
record Pgbouncer(Process process, Path folder, DatabaseUrl url) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    /// Skips the test, and says how not to, where it is not installed.
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                "pgbouncer is not installed here: apt-get install pgbouncer");
    }

    static Pgbouncer before(DatabaseUrl server) {
        try {
            var folder = Files.createTempDirectory("parley-pgbouncer");
            var port = freePort();
            var config = folder.resolve("pgbouncer.ini");
            Files.writeString(config, config(server, port, folder));
            var root = System.getProperty("user.name").equals("root");
            var process =
                    // it refuses to run as root, and is nobody in a user namespace of its own
                    (root
                                    ? new ProcessBuilder(
                                            "unshare", "-U", PROGRAM.toString(), config.toString())
                                    : new ProcessBuilder(PROGRAM.toString(), config.toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("out").toFile())
                            .start();
            var pooler =
                    new Pgbouncer(
                            process,
                            folder,
                            new DatabaseUrl(
                                    "127.0.0.1",
                                    port,
                                    server.database(),
                                    server.user(),
                                    server.password(),
                                    server.options()));
            pooler.awaitListening();
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start pgbouncer", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitListening() {
        Awaitility.await("pgbouncer listens; " + folder.resolve("out") + " tells more")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try (var _ = new Socket(url.host(), url.port())) {
                        return true;
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static String config(DatabaseUrl server, int port, Path folder) {
        return """
        [databases]
        postgres = host=%s port=%d dbname=postgres user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        pool_mode = transaction
        auth_type = any
        ignore_startup_parameters = extra_float_digits
        default_pool_size = 10
        logfile = %s
        """
                .formatted(server.host(), server.port(), port, folder.resolve("log"));
    }
}
