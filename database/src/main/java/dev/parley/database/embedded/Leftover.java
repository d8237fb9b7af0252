package dev.parley.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A server that outlived the program which started it, as after `kill -9`.
final class Leftover {
    private static final Path PROCESSES = Path.of("/proc");

    private Leftover() {}

    /// Stops the server that runs on a folder, if there is one; what it had committed stays.
    ///
    /// @throws IOException when the server does not stop in time
    static void stop(Path data, Duration patience) throws IOException {
        var found = find(data);
        if (found.isEmpty()) {
            return;
        }
        var server = found.get();
        askToStop(server);
        try {
            server.onExit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new IOException(
                    "a PostgreSQL server (pid %d) still runs on %s and does not stop: stop it and start again"
                            .formatted(server.pid(), data),
                    e);
        }
    }

    /// Removes the note of a server that has ended by force, once no process of it works in the folder.
    ///
    /// A killed server stays in the process table until its parent looks, which in a container may be never;
    /// PostgreSQL takes it for running and does not start. Where the system does not show processes, nothing
    /// is removed.
    static void forget(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (Files.exists(pidFile)
                && Files.isDirectory(PROCESSES)
                && find(data).isEmpty()
                && !isWorkedIn(data.toRealPath())) {
            Files.delete(pidFile);
        }
    }

    /// Every process of a server works in its folder; one that only waits for its parent shows none.
    private static boolean isWorkedIn(Path data) throws IOException {
        try (var processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (var process : processes) {
                if (worksIn(process, data)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean worksIn(Path process, Path data) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException _) {
            return false; // it has ended, or is another user's
        }
    }

    /// Interrupts the server: it then ends its sessions, where a mere termination waits for them.
    private static void askToStop(ProcessHandle server) throws IOException {
        if (server.supportsNormalTermination() && Files.isExecutable(Path.of("/bin/kill"))) {
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(server.pid())).start();
        } else {
            server.destroy();
        }
    }

    /// A pid may have gone to another process since; a PostgreSQL that names our folder is ours.
    static Optional<ProcessHandle> find(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> runsOn(process.info(), data));
    }

    private static boolean runsOn(ProcessHandle.Info process, Path data) {
        var command = process.command().orElse("");
        var folder = data.toAbsolutePath().toString();
        return (command.endsWith("postgres") || command.endsWith("postgres.exe"))
                && process.arguments().map(all -> Arrays.asList(all).contains(folder)).orElse(true);
    }
}
