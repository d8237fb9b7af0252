// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.file.PrivateFolder;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The programs of PostgreSQL, each run as a process of its own.
///
/// PostgreSQL refuses to run as root. Where we are root it runs in a user namespace of its own, in which
/// it is nobody and still owns its files.
///
/// @param home the folder that holds `bin`
record Programs(Path home) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Makes a data folder, in which everybody needs a password.
    ///
    /// @param place where the password may lie while it is read
    void makeFolder(Path data, String superuser, Secret password, PrivateFolder place)
            throws IOException {
        var file = Files.createTempFile(place.path(), "initdb", ".password"); // of mode 0600
        try {
            Files.writeString(file, password.reveal());
            run(
                    "",
                    List.of(
                            "initdb",
                            "--username=" + superuser,
                            "--pwfile=" + file,
                            "--auth=scram-sha-256",
                            "--encoding=UTF-8",
                            "--pgdata=" + data));
        } finally {
            Files.delete(file);
        }
    }

    /// Starts a server in a session of its own, so that Ctrl-C in a terminal does not end it before us;
    /// returns once it takes connections.
    ///
    /// @param log gets what the server writes
    /// @param options of the server, as on its command line
    void start(Path data, Path log, String options, Duration patience) throws IOException {
        run(
                "",
                List.of(
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--timeout=" + patience.toSeconds(),
                        "--pgdata=" + data,
                        "--log=" + log,
                        "--options=" + options));
    }

    /// Runs statements, one a line, on a folder whose server is stopped: nobody is asked for a password.
    void runAlone(Path data, String sql) throws IOException {
        run(sql, List.of("postgres", "--single", "-D", data.toString(), "postgres"));
    }

    private void run(String input, List<String> command) throws IOException {
        var words = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.add(home.resolve("bin").resolve(command.getFirst()).toString());
        words.addAll(command.subList(1, command.size()));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        // a developer's own PGDATA or PGPORT means another server
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        var process = builder.start();
        CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        String output;
        try (var out = process.getInputStream()) {
            output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        var code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException(
                    "%s ended with %d: %s".formatted(command.getFirst(), code, output.strip()));
        }
    }
}
