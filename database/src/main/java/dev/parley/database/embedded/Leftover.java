package dev.parley.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A server that outlived the program which started it, as after `kill -9`.
final class Leftover {
    /// Locked by the program that starts a server, for as long as it lives.
    private static final String LOCK = "epg-lock";

    private Leftover() {}

    /// Stops the server that runs on a folder, if there is one; what it had committed stays.
    ///
    /// @throws DataInUseException when the program that started the server still runs
    /// @throws IOException when the server does not stop in time
    static void stop(Path data, Duration patience) throws IOException {
        if (isHeld(data.resolve(LOCK))) {
            throw new DataInUseException(data);
        }
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

    private static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            // held by this very program
            return true;
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
    private static Optional<ProcessHandle> find(Path data) throws IOException {
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
